"""The ways in and out of registrations: files, forms, exports."""
