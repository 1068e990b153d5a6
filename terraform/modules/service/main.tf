# One EntDB service on Fargate.
locals {
  full_name = "${var.prefix}-${var.name}"
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/entdb/${var.prefix}/${var.name}"
  retention_in_days = var.log_retention_days
}

resource "aws_ecs_task_definition" "this" {
  family                   = local.full_name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory
  task_role_arn            = aws_iam_role.task.arn
  execution_role_arn       = aws_iam_role.execution.arn

  runtime_platform {
    cpu_architecture        = "ARM64"
    operating_system_family = "LINUX"
  }

  ephemeral_storage {
    size_in_gib = var.disk_gib
  }

  container_definitions = jsonencode([{
    name       = var.name
    image      = var.image
    essential  = true
    entryPoint = concat(["java"], var.java_flags, ["-jar", "/opt/entdb/quarkus-run.jar"])
    environment = [
      for name, value in merge(var.environment, { ENTDB_MANAGEMENT_PORT = tostring(var.management_port) }) :
      { name = name, value = value }
    ]
    secrets = [for name, arn in var.secrets : { name = name, valueFrom = arn }]
    portMappings = [
      for port in concat(var.ports, [var.management_port]) : { containerPort = port, protocol = "tcp" }
    ]
    healthCheck = {
      command     = ["CMD", "/bin/bash", "/opt/entdb/healthcheck.sh"]
      interval    = 10
      timeout     = 5
      retries     = 3
      startPeriod = 120
    }
    # Longer than a request may take, so that a deployment breaks none off.
    stopTimeout = 60
    ulimits     = [{ name = "nofile", softLimit = 65536, hardLimit = 65536 }]
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.this.name
        awslogs-region        = var.region
        awslogs-stream-prefix = var.name
        mode                  = "non-blocking"
      }
    }
  }])
}

resource "aws_ecs_service" "this" {
  name                               = local.full_name
  cluster                            = var.cluster_arn
  task_definition                    = aws_ecs_task_definition.this.arn
  desired_count                      = var.min_count
  launch_type                        = "FARGATE"
  platform_version                   = "1.4.0"
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  enable_execute_command             = false
  wait_for_steady_state              = true
  propagate_tags                     = "SERVICE"
  # A gateway that reads the log from the start must not be killed by the load balancer meanwhile.
  health_check_grace_period_seconds = length(var.target_groups) > 0 ? 300 : null

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets         = var.subnet_ids
    security_groups = var.security_group_ids
  }

  dynamic "load_balancer" {
    for_each = var.target_groups
    content {
      target_group_arn = load_balancer.value.arn
      container_name   = var.name
      container_port   = load_balancer.value.port
    }
  }

  lifecycle {
    # Scaling and operators move it; an apply must not move it back.
    ignore_changes = [desired_count]

    # A rollback by the circuit breaker looks like success otherwise.
    postcondition {
      condition     = self.task_definition == aws_ecs_task_definition.this.arn
      error_message = "${var.name} was rolled back to the former version: see the service's events."
    }
  }
}

resource "aws_appautoscaling_target" "this" {
  count              = var.max_count > var.min_count ? 1 : 0
  min_capacity       = var.min_count
  max_capacity       = var.max_count
  resource_id        = "service/${var.cluster_name}/${aws_ecs_service.this.name}"
  scalable_dimension = "ecs:service:DesiredCount"
  service_namespace  = "ecs"
}

resource "aws_appautoscaling_policy" "cpu" {
  count              = var.max_count > var.min_count ? 1 : 0
  name               = "${local.full_name}-cpu"
  policy_type        = "TargetTrackingScaling"
  resource_id        = aws_appautoscaling_target.this[0].resource_id
  scalable_dimension = aws_appautoscaling_target.this[0].scalable_dimension
  service_namespace  = aws_appautoscaling_target.this[0].service_namespace

  target_tracking_scaling_policy_configuration {
    target_value = 70
    # A new task first builds what it needs: soon out, slowly in.
    scale_out_cooldown = 120
    scale_in_cooldown  = 900
    predefined_metric_specification {
      predefined_metric_type = "ECSServiceAverageCPUUtilization"
    }
  }
}
