# One bucket for archive, snapshots and checkpoints, as EntDB expects it. The snapshot-service deletes by its own rules;
# the bucket only undoes accidents and sweeps what was broken off.
resource "aws_kms_key" "this" {
  description         = "${local.name}: log and backups"
  enable_key_rotation = true
}

resource "aws_s3_bucket" "this" {
  bucket_prefix       = "${local.name}-"
  object_lock_enabled = var.object_lock_days > 0

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_object_lock_configuration" "this" {
  count  = var.object_lock_days > 0 ? 1 : 0
  bucket = aws_s3_bucket.this.id
  rule {
    default_retention {
      # COMPLIANCE could not be undone by anybody, not even after a typing error.
      mode = "GOVERNANCE"
      days = var.object_lock_days
    }
  }
  depends_on = [aws_s3_bucket_versioning.this]
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  bucket                                 = aws_s3_bucket.this.id
  transition_default_minimum_object_size = "all_storage_classes_128K"

  rule {
    id     = "undo"
    status = "Enabled"
    filter {}
    # What was deleted or damaged can be brought back for a week.
    noncurrent_version_expiration {
      noncurrent_days = 7
    }
    expiration {
      expired_object_delete_marker = true
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 3
    }
  }

  rule {
    id     = "cold-archive"
    status = "Enabled"
    filter {
      prefix = "archive/"
    }
    # Read by restores only, and then at once: no class that has to be thawed.
    transition {
      days          = 30
      storage_class = "STANDARD_IA"
    }
  }

  depends_on = [aws_s3_bucket_versioning.this]
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = aws_s3_bucket.this.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.this.arn
    }
    bucket_key_enabled = true
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket                  = aws_s3_bucket.this.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
