"""Operations on specs: one pure function in each module, beside those that look a name up."""
