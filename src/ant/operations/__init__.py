"""Operations on specs: one pure function in each module."""
