output "service_name" {
  description = "Of the ECS service."
  value       = aws_ecs_service.this.name
}

output "task_role_arn" {
  description = "What the service acts as."
  value       = aws_iam_role.task.arn
}

output "container" {
  description = "The container's definition, for tests."
  value       = jsondecode(aws_ecs_task_definition.this.container_definitions)[0]
}
