"""Pictures and files in S3-compatible storage; imported only where it is used, because its libraries are large."""

from typing import Any, BinaryIO

from botocore.config import Config
from botocore.exceptions import ClientError
from storages.backends.s3 import S3Storage


class S3Media(S3Storage):
    """A bucket that only the hub reads."""

    def __init__(self, *, addressing_style: str = "path", **options: Any) -> None:
        patient = Config(
            signature_version="s3v4",
            s3={"addressing_style": addressing_style},
            connect_timeout=3,
            read_timeout=10,
            retries={"total_max_attempts": 2},
            # Other checksums are known to some servers only.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        super().__init__(client_config=patient, default_acl=None, file_overwrite=False, **options)

    def open_part(self, name: str, first: int, last: int) -> BinaryIO:
        """From byte `first` to `last`, both included; no more of it is fetched.

        Raises:
            FileNotFoundError: when it is not there.
        """
        try:
            answer = self.bucket.Object(self._normalize_name(name)).get(Range=f"bytes={first}-{last}")
        except ClientError as error:
            raise FileNotFoundError(name) from error
        return answer["Body"]
