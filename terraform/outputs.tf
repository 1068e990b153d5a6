output "endpoint" {
  description = "Where REST and gRPC are, on 443. Point the certificate's name there."
  value       = aws_lb.this.dns_name
}

output "bucket" {
  description = "ENTDB_S3_BUCKET of ./entdb."
  value       = aws_s3_bucket.this.id
}

output "cluster" {
  description = "The ECS cluster."
  value       = aws_ecs_cluster.this.name
}

output "services" {
  description = "Names of the ECS services."
  value       = { for name, service in module.service : name => service.service_name }
}
