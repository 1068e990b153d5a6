# The log. Its settings are what durability rests on: three replicas, two of which acknowledge, and never a leader that
# lacks acknowledged records. The gateway makes the topic itself.
resource "aws_msk_configuration" "this" {
  name              = "${local.name}-${replace(var.kafka_version, ".", "-")}"
  kafka_versions    = [var.kafka_version]
  server_properties = <<-PROPERTIES
    auto.create.topics.enable=false
    default.replication.factor=3
    min.insync.replicas=2
    unclean.leader.election.enable=false
    log.message.timestamp.type=LogAppendTime
    message.max.bytes=8388608
    replica.fetch.max.bytes=8388608
  PROPERTIES

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_msk_cluster" "this" {
  cluster_name           = local.name
  kafka_version          = var.kafka_version
  number_of_broker_nodes = var.kafka_brokers

  broker_node_group_info {
    instance_type   = var.kafka_instance_type
    client_subnets  = aws_subnet.private[*].id
    security_groups = [aws_security_group.kafka.id]
    storage_info {
      ebs_storage_info {
        volume_size = var.kafka_volume_gib
      }
    }
  }

  configuration_info {
    arn      = aws_msk_configuration.this.arn
    revision = aws_msk_configuration.this.latest_revision
  }

  client_authentication {
    sasl {
      scram = true
    }
  }

  encryption_info {
    encryption_at_rest_kms_key_arn = aws_kms_key.this.arn
    encryption_in_transit {
      client_broker = "TLS"
      in_cluster    = true
    }
  }

  open_monitoring {
    prometheus {
      jmx_exporter {
        enabled_in_broker = true
      }
      node_exporter {
        enabled_in_broker = true
      }
    }
  }

  logging_info {
    broker_logs {
      cloudwatch_logs {
        enabled   = true
        log_group = aws_cloudwatch_log_group.kafka.name
      }
    }
  }

  lifecycle {
    # Storage is only ever grown, by hand or by autoscaling; shrinking would replace the cluster.
    ignore_changes  = [broker_node_group_info[0].storage_info[0].ebs_storage_info[0].volume_size]
    prevent_destroy = true
  }
}

resource "aws_msk_scram_secret_association" "this" {
  cluster_arn     = aws_msk_cluster.this.arn
  secret_arn_list = [var.kafka_scram_secret_arn]
}

resource "aws_cloudwatch_log_group" "kafka" {
  name              = "/entdb/${var.environment}/kafka"
  retention_in_days = var.log_retention_days
}
