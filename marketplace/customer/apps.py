from oscar.apps.customer import apps


class CustomerConfig(apps.CustomerConfig):
    """Oscar's customer app for its models and order history; signing in is allauth's (`marketplace.accounts`)."""
