locals {
  # Appliers and archivers share the partitions, so more of them than partitions would stand idle.
  services = {
    api-gateway = {
      cpu = 2048, memory = 4096, disk_gib = 100, min = 2, max = 20, management = 9090, ports = [8080, 50051]
    }
    applier-service = {
      cpu = 2048, memory = 4096, disk_gib = 100, min = 2, max = var.partitions, management = 9091, ports = []
    }
    archiver-service = {
      cpu = 512, memory = 1024, disk_gib = 21, min = 2, max = var.partitions, management = 9092, ports = []
    }
    # Instances share the tenants by number, so each number is a service of its own; one does for most systems.
    snapshot-service = {
      cpu = 1024, memory = 2048, disk_gib = 100, min = 1, max = 1, management = 9093, ports = []
    }
  }

  environment = {
    ENTDB_HOST                 = "0.0.0.0"
    ENTDB_AUTH_MODE            = var.auth_mode
    ENTDB_S3_BUCKET            = aws_s3_bucket.this.id
    AWS_REGION                 = var.region
    ENTDB_LOG_FORMAT           = "json"
    ENTDB_CLOUDWATCH_ENABLED   = "true"
    ENTDB_CLOUDWATCH_NAMESPACE = "EntDB-${var.environment}"
    ENTDB_CLOUDWATCH_REGION    = var.region
  }

  log_environment = {
    # MSK answers with any three brokers of a larger cluster, in any order: sorted, so that a plan shows real changes only.
    ENTDB_KAFKA_BROKERS = join(",", sort(split(",", aws_msk_cluster.this.bootstrap_brokers_sasl_scram)))
    ENTDB_WAL_TOPIC     = "entdb-wal"
  }

  topic_environment = {
    ENTDB_WAL_PARTITIONS   = tostring(var.partitions)
    ENTDB_WAL_MIN_REPLICAS = "3"
  }

  environments = {
    api-gateway      = merge(local.environment, local.log_environment, local.topic_environment)
    applier-service  = merge(local.environment, local.log_environment, local.topic_environment)
    archiver-service = merge(local.environment, local.log_environment)
    snapshot-service = merge(local.environment, {
      ENTDB_SNAPSHOT_ARCHIVE_RETENTION = "P${var.archive_retention_days}D"
    })
  }

  # What the Kafka clients need for SCRAM; the JAAS line comes from a secret at start.
  kafka_flags = [
    "-Dentdb.kafka.client.\"security.protocol\"=SASL_SSL",
    "-Dentdb.kafka.client.\"sasl.mechanism\"=SCRAM-SHA-512",
    "-Dentdb.kafka.client.\"sasl.jaas.config\"=$${ENTDB_KAFKA_JAAS}",
  ]
}

resource "aws_ecs_cluster" "this" {
  name = local.name
  setting {
    name  = "containerInsights"
    value = "enhanced"
  }
}

module "service" {
  source   = "./modules/service"
  for_each = local.services

  name            = each.key
  prefix          = local.name
  cluster_name    = aws_ecs_cluster.this.name
  cluster_arn     = aws_ecs_cluster.this.arn
  image           = var.images[each.key]
  cpu             = each.value.cpu
  memory          = each.value.memory
  disk_gib        = each.value.disk_gib
  min_count       = each.value.min
  max_count       = each.value.max
  management_port = each.value.management
  ports           = each.value.ports
  java_flags      = each.key == "snapshot-service" ? [] : local.kafka_flags
  environment     = local.environments[each.key]
  secrets = merge(
    each.key == "snapshot-service" ? {} : { ENTDB_KAFKA_JAAS = var.kafka_jaas_secret_arn },
    contains(["api-gateway", "applier-service"], each.key) ? { ENTDB_ADMIN_TOKEN = var.admin_token_secret_arn } : {},
  )
  target_groups = each.key == "api-gateway" ? {
    rest = { arn = aws_lb_target_group.rest.arn, port = 8080 }
    grpc = { arn = aws_lb_target_group.grpc.arn, port = 50051 }
  } : {}
  subnet_ids         = aws_subnet.private[*].id
  security_group_ids = [aws_security_group.services.id]
  bucket_arn         = aws_s3_bucket.this.arn
  may_delete         = contains(["applier-service", "snapshot-service"], each.key)
  kms_key_arn        = aws_kms_key.this.arn
  log_retention_days = var.log_retention_days
  region             = var.region

  # A target group without a listener is refused by ECS.
  depends_on = [aws_lb_listener.this, aws_lb_listener_rule.grpc]
}
