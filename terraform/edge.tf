# REST and gRPC behind one name, encrypted: a gRPC target group needs an HTTPS listener.
resource "aws_lb" "this" {
  name               = local.name
  load_balancer_type = "application"
  internal           = true
  subnets            = aws_subnet.private[*].id
  security_groups    = [aws_security_group.edge.id]
  # Longer than the 30 s that a request may ask the server to wait.
  idle_timeout               = 75
  drop_invalid_header_fields = true
}

resource "aws_lb_target_group" "rest" {
  name                 = "${local.name}-rest"
  port                 = 8080
  protocol             = "HTTP"
  target_type          = "ip"
  vpc_id               = aws_vpc.this.id
  deregistration_delay = 35
  health_check {
    # 503 until the gateway can serve; degraded is 200, because it serves.
    path     = "/health"
    matcher  = "200"
    interval = 10
  }
}

resource "aws_lb_target_group" "grpc" {
  name                 = "${local.name}-grpc"
  port                 = 50051
  protocol             = "HTTP"
  protocol_version     = "GRPC"
  target_type          = "ip"
  vpc_id               = aws_vpc.this.id
  deregistration_delay = 35
  health_check {
    path     = "/grpc.health.v1.Health/Check"
    matcher  = "0"
    interval = 10
  }
}

resource "aws_lb_listener" "this" {
  load_balancer_arn = aws_lb.this.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = var.certificate_arn
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.rest.arn
  }
}

resource "aws_lb_listener_rule" "grpc" {
  listener_arn = aws_lb_listener.this.arn
  priority     = 10
  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.grpc.arn
  }
  condition {
    path_pattern {
      values = ["/entdb.v1.*", "/grpc.*"]
    }
  }
}
