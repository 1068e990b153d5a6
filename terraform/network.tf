locals {
  name = "entdb-${var.environment}"
}

resource "aws_vpc" "this" {
  cidr_block           = var.vpc_cidr
  enable_dns_hostnames = true
  tags                 = { Name = local.name }
}

resource "aws_subnet" "private" {
  count             = length(var.zones)
  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet(var.vpc_cidr, 4, count.index)
  availability_zone = var.zones[count.index]
  tags              = { Name = "${local.name}-${var.zones[count.index]}" }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.this.id
  tags   = { Name = local.name }
}

resource "aws_route_table_association" "private" {
  count          = length(var.zones)
  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private.id
}

# Everything that services need from AWS without a way to the internet. S3's is free, and segments go through it.
resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.this.id
  service_name      = "com.amazonaws.${var.region}.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.private.id]
}

resource "aws_vpc_endpoint" "interface" {
  for_each            = toset(["ecr.api", "ecr.dkr", "logs", "monitoring", "secretsmanager", "kms"])
  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.${var.region}.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = aws_subnet.private[*].id
  security_group_ids  = [aws_security_group.endpoints.id]
  private_dns_enabled = true
}

resource "aws_security_group" "endpoints" {
  name        = "${local.name}-endpoints"
  description = "AWS interfaces inside the network"
  vpc_id      = aws_vpc.this.id
}

resource "aws_security_group" "edge" {
  name        = "${local.name}-edge"
  description = "The load balancer"
  vpc_id      = aws_vpc.this.id
}

resource "aws_security_group" "services" {
  name        = "${local.name}-services"
  description = "EntDB's services"
  vpc_id      = aws_vpc.this.id
}

resource "aws_security_group" "kafka" {
  name        = "${local.name}-kafka"
  description = "The log"
  vpc_id      = aws_vpc.this.id
}

resource "aws_vpc_security_group_ingress_rule" "edge" {
  for_each          = toset(var.allowed_cidrs)
  security_group_id = aws_security_group.edge.id
  cidr_ipv4         = each.key
  from_port         = 443
  to_port           = 443
  ip_protocol       = "tcp"
}

resource "aws_vpc_security_group_egress_rule" "edge" {
  for_each                     = { rest = 8080, grpc = 50051 }
  security_group_id            = aws_security_group.edge.id
  referenced_security_group_id = aws_security_group.services.id
  from_port                    = each.value
  to_port                      = each.value
  ip_protocol                  = "tcp"
}

resource "aws_vpc_security_group_ingress_rule" "services_from_edge" {
  for_each                     = { rest = 8080, grpc = 50051 }
  security_group_id            = aws_security_group.services.id
  referenced_security_group_id = aws_security_group.edge.id
  from_port                    = each.value
  to_port                      = each.value
  ip_protocol                  = "tcp"
}

# Health and metrics know no callers: only this group itself, where Prometheus runs, reaches them.
resource "aws_vpc_security_group_ingress_rule" "services_metrics" {
  security_group_id            = aws_security_group.services.id
  referenced_security_group_id = aws_security_group.services.id
  from_port                    = 9090
  to_port                      = 9093
  ip_protocol                  = "tcp"
}

resource "aws_vpc_security_group_egress_rule" "services" {
  security_group_id = aws_security_group.services.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}

resource "aws_vpc_security_group_ingress_rule" "kafka" {
  security_group_id            = aws_security_group.kafka.id
  referenced_security_group_id = aws_security_group.services.id
  from_port                    = 9096
  to_port                      = 9096
  ip_protocol                  = "tcp"
}

resource "aws_vpc_security_group_ingress_rule" "endpoints" {
  security_group_id            = aws_security_group.endpoints.id
  referenced_security_group_id = aws_security_group.services.id
  from_port                    = 443
  to_port                      = 443
  ip_protocol                  = "tcp"
}
