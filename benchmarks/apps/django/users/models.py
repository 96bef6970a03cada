"""The table."""

from django.core.validators import MinValueValidator
from django.db import models


class User(models.Model):
    """One row."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254, unique=True)
    age = models.IntegerField(null=True, blank=True, validators=[MinValueValidator(0)])
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        """Where it is, and how it is listed."""

        db_table = "users"
        ordering = ["id"]  # noqa: RUF012
