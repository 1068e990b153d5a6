# terraform test: what the plan must say. No account is needed; every answer of AWS is made up.
mock_provider "aws" {
  # The plan itself is looked at, with what AWS would answer in it.
  override_during = plan

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/entdb" }
  }
  mock_resource "aws_lb" {
    defaults = {
      arn        = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/entdb/1"
      arn_suffix = "app/entdb/1"
    }
  }
  mock_resource "aws_lb_target_group" {
    defaults = {
      arn        = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/entdb/1"
      arn_suffix = "targetgroup/entdb/1"
    }
  }
  mock_resource "aws_lb_listener" {
    defaults = { arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/entdb/1/1" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:us-east-1:123456789012:key/0c921b26-be32-481c-83b2-bef800f88c24" }
  }
  mock_resource "aws_msk_configuration" {
    defaults = { arn = "arn:aws:kafka:us-east-1:123456789012:configuration/entdb/1", latest_revision = 1 }
  }
  mock_resource "aws_msk_cluster" {
    defaults = {
      arn                          = "arn:aws:kafka:us-east-1:123456789012:cluster/entdb/1"
      bootstrap_brokers_sasl_scram = "b-2.entdb:9096,b-1.entdb:9096"
    }
  }
  mock_resource "aws_s3_bucket" {
    defaults = { id = "entdb-test-1", arn = "arn:aws:s3:::entdb-test-1" }
  }
  mock_resource "aws_ecs_cluster" {
    defaults = { arn = "arn:aws:ecs:us-east-1:123456789012:cluster/entdb-test" }
  }
  mock_resource "aws_ecs_task_definition" {
    defaults = { arn = "arn:aws:ecs:us-east-1:123456789012:task-definition/entdb:1" }
  }
}

variables {
  environment = "test"
  images = {
    api-gateway      = "example/api-gateway:1.0.0"
    applier-service  = "example/applier-service:1.0.0"
    archiver-service = "example/archiver-service:1.0.0"
    snapshot-service = "example/snapshot-service:1.0.0"
  }
  certificate_arn        = "arn:aws:acm:us-east-1:123456789012:certificate/0c921b26-be32-481c-83b2-bef800f88c24"
  admin_token_secret_arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:admin"
  kafka_scram_secret_arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:AmazonMSK_entdb"
  kafka_jaas_secret_arn  = "arn:aws:secretsmanager:us-east-1:123456789012:secret:jaas"
}

run "acknowledged_writes_survive_a_zone" {
  command = plan
  assert {
    condition     = strcontains(aws_msk_configuration.this.server_properties, "min.insync.replicas=2")
    error_message = "two replicas acknowledge"
  }
  assert {
    condition     = strcontains(aws_msk_configuration.this.server_properties, "unclean.leader.election.enable=false")
    error_message = "no leader that lacks records"
  }
  assert {
    condition     = aws_msk_cluster.this.number_of_broker_nodes % length(aws_subnet.private) == 0
    error_message = "as many brokers in each zone"
  }
  assert {
    condition     = aws_msk_cluster.this.encryption_info[0].encryption_in_transit[0].client_broker == "TLS"
    error_message = "encrypted on its way"
  }
}

run "services_get_their_variables" {
  command = plan
  assert {
    condition     = length(module.service) == 4
    error_message = "four services"
  }
  assert {
    condition = alltrue([
      for service in module.service : anytrue([
        for variable in service.container.environment : variable.name == "ENTDB_S3_BUCKET" && variable.value == "entdb-test-1"
      ])
    ])
    error_message = "every service knows the bucket"
  }
  assert {
    condition = anytrue([
      for variable in module.service["applier-service"].container.environment :
      variable.name == "ENTDB_KAFKA_BROKERS" && variable.value == "b-1.entdb:9096,b-2.entdb:9096"
    ])
    error_message = "brokers in order"
  }
  assert {
    condition     = length([for secret in module.service["snapshot-service"].container.secrets : secret]) == 0
    error_message = "the snapshotter needs no secret"
  }
  assert {
    condition     = contains(module.service["api-gateway"].container.entryPoint, "-Dentdb.kafka.client.\"sasl.jaas.config\"=$${ENTDB_KAFKA_JAAS}")
    error_message = "the JAAS line comes from the secret"
  }
}

run "grpc_is_behind_tls" {
  command = plan
  assert {
    condition     = aws_lb_listener.this.protocol == "HTTPS" && aws_lb_target_group.grpc.protocol_version == "GRPC"
    error_message = "AWS refuses gRPC behind a plain listener"
  }
}

run "backups_are_private_and_can_be_undone" {
  command = plan
  assert {
    condition     = aws_s3_bucket_versioning.this.versioning_configuration[0].status == "Enabled"
    error_message = "versions"
  }
  assert {
    condition     = aws_s3_bucket_public_access_block.this.restrict_public_buckets
    error_message = "private"
  }
  assert {
    condition     = length(aws_s3_bucket_object_lock_configuration.this) == 0
    error_message = "no lock unless asked for"
  }
}

run "locks_are_governance" {
  command = plan
  variables {
    object_lock_days = 7
  }
  assert {
    condition     = aws_s3_bucket_object_lock_configuration.this[0].rule[0].default_retention[0].mode == "GOVERNANCE"
    error_message = "a lock that can be undone"
  }
}

run "an_image_without_version_is_refused" {
  command = plan
  variables {
    images = {
      api-gateway      = "example/api-gateway:latest"
      applier-service  = "example/applier-service:1.0.0"
      archiver-service = "example/archiver-service:1.0.0"
      snapshot-service = "example/snapshot-service:1.0.0"
    }
  }
  expect_failures = [var.images]
}

run "missing_data_is_an_alarm" {
  command = plan
  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : alarm.treat_missing_data == "breaching"])
    error_message = "a service that is down publishes nothing"
  }
}
