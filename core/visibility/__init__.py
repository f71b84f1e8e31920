"""The only door to rows: `Model.objects.visible_to(user)`, fed by providers that apps register."""
