# Alarms on the metrics that services publish to CloudWatch, for systems without Prometheus; with it, its rules are finer.
# Thresholds are those of deploy/prometheus/entdb-alerts.yml; a test compares. Missing data is a fault: a service that is
# down publishes nothing.
locals {
  alarms = {
    EntdbApplierLag            = { metric = "entdb_applier_lag_seconds.value", pick = "MAX", above = 60 }
    EntdbWalConsumerLag        = { metric = "entdb_wal_consumer_lag.value", pick = "MAX", above = 10000 }
    EntdbArchiveLag            = { metric = "entdb_archive_lag_events.value", pick = "MAX", above = 10000 }
    EntdbArchiveBehind         = { metric = "entdb_archive_lag_seconds.value", pick = "MAX", above = 120 }
    EntdbSnapshotOld           = { metric = "entdb_snapshot_age_seconds.value", pick = "MAX", above = 86400 }
    EntdbTenantParked          = { metric = "entdb_follower_parked_tenants.value", pick = "MAX", above = 0 }
    EntdbPartitionStopped      = { metric = "entdb_follower_stopped_partitions.value", pick = "MAX", above = 0 }
    EntdbCheckpointOld         = { metric = "entdb_applier_checkpoint_age_seconds.value", pick = "MAX", above = 900 }
    EntdbArchiveCoverageMargin = { metric = "entdb_archive_coverage_margin_seconds.value", pick = "MIN", below = 86400 }
    EntdbDiskLow               = { metric = "entdb_disk_free_bytes.value", pick = "MIN", below = 5368709120 }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each            = local.alarms
  alarm_name          = "${local.name}-${each.key}"
  alarm_description   = "docs/operations.md#${lower(each.key)}"
  comparison_operator = each.value.pick == "MAX" ? "GreaterThanThreshold" : "LessThanThreshold"
  threshold           = each.value.pick == "MAX" ? each.value.above : each.value.below
  evaluation_periods  = 3
  datapoints_to_alarm = 3
  treat_missing_data  = "breaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns

  # Over all instances and partitions: an alarm on one series would miss those that come later.
  metric_query {
    id          = "worst"
    expression  = "SELECT ${each.value.pick}(\"${each.value.metric}\") FROM \"EntDB-${var.environment}\""
    period      = 60
    return_data = true
  }
}

# What only AWS can tell.
resource "aws_cloudwatch_metric_alarm" "kafka_disk" {
  alarm_name          = "${local.name}-kafka-disk"
  alarm_description   = "A broker's disk is nearly full: raise kafka_volume_gib. A full disk stops all writes."
  namespace           = "AWS/Kafka"
  metric_name         = "KafkaDataLogsDiskUsed"
  dimensions          = { "Cluster Name" = aws_msk_cluster.this.cluster_name }
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 80
  period              = 300
  evaluation_periods  = 2
  treat_missing_data  = "missing"
  alarm_actions       = var.alarm_topic_arns
}

resource "aws_cloudwatch_metric_alarm" "unhealthy_gateways" {
  alarm_name          = "${local.name}-gateways"
  alarm_description   = "docs/operations.md#entdbserviceabsent"
  namespace           = "AWS/ApplicationELB"
  metric_name         = "HealthyHostCount"
  dimensions          = { LoadBalancer = aws_lb.this.arn_suffix, TargetGroup = aws_lb_target_group.rest.arn_suffix }
  statistic           = "Minimum"
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  period              = 60
  evaluation_periods  = 2
  treat_missing_data  = "breaching"
  alarm_actions       = var.alarm_topic_arns
}
