"""The endpoints, in the way of the tutorial: a serializer, a view set, pages by number."""

from typing import Any

from rest_framework.pagination import PageNumberPagination
from rest_framework.serializers import ModelSerializer
from rest_framework.viewsets import ModelViewSet

from users.models import User


class UserSerializer(ModelSerializer):
    """What a client sends and sees."""

    class Meta:
        """All fields."""

        model = User
        fields = ("id", "name", "email", "age", "created_at", "updated_at")


class Pages(PageNumberPagination):
    """Twenty rows, or as many as the client asks for."""

    page_size = 20
    page_size_query_param = "per_page"
    max_page_size = 100


class UserViewSet(ModelViewSet):
    """Users."""

    queryset = User.objects.all()
    serializer_class = UserSerializer
    pagination_class = Pages

    def get_success_headers(self, data: dict[str, Any]) -> dict[str, str]:
        """Name the place of a new row."""
        return {"Location": f"/users/{data['id']}"}
