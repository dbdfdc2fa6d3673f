"""A bucket that speaks S3, played by moto."""

import boto3

OPTIONS = {
    "bucket_name": "berkas",
    "access_key": "a",
    "secret_key": "b",
    "region_name": "us-east-1",
    "file_overwrite": False,
}


def in_a_bucket(settings, **options):
    """Keep files in an empty bucket; to be called where moto answers."""
    options = OPTIONS | options
    boto3.client(
        "s3",
        region_name=options["region_name"],
        endpoint_url=options.get("endpoint_url"),
        aws_access_key_id="a",
        aws_secret_access_key="b",
    ).create_bucket(Bucket=options["bucket_name"])
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options},
    }
