variable "region" {
  description = "Where everything is."
  type        = string
  default     = "us-east-1"
}

variable "environment" {
  description = "Part of every name, so that several systems fit into one account."
  type        = string
  default     = "production"
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,14}$", var.environment))
    error_message = "2 to 15 lower case letters, digits and hyphens: names of load balancers have 32 characters."
  }
}

variable "vpc_cidr" {
  description = "Addresses of the network; a /16 leaves room for a /20 in each zone, twice."
  type        = string
  default     = "10.40.0.0/16"
}

variable "zones" {
  description = "Availability zones. Three: the log has three replicas, one in each."
  type        = list(string)
  default     = ["us-east-1a", "us-east-1b", "us-east-1c"]
  validation {
    condition     = length(var.zones) == 3
    error_message = "Three zones: a write needs two of three replicas."
  }
}

variable "images" {
  description = "Image of each service, with a version or digest: api-gateway, applier-service, archiver-service, snapshot-service."
  type        = map(string)
  validation {
    condition = alltrue([
      for name in ["api-gateway", "applier-service", "archiver-service", "snapshot-service"] :
      contains(keys(var.images), name)
    ])
    error_message = "An image for each of the four services."
  }
  validation {
    condition     = alltrue([for image in values(var.images) : can(regex("(:[^:/]+|@sha256:[0-9a-f]{64})$", image)) && !endswith(image, ":latest")])
    error_message = "Every image needs a version other than latest: a restart must not be an upgrade."
  }
}

variable "certificate_arn" {
  description = "Certificate of the load balancer. gRPC needs TLS there."
  type        = string
}

variable "allowed_cidrs" {
  description = "Who may reach the load balancer."
  type        = list(string)
  default     = []
}

variable "auth_mode" {
  description = "ENTDB_AUTH_MODE of the gateway: api_key, jwt, mtls, or none inside a network that you trust."
  type        = string
  default     = "api_key"
}

variable "admin_token_secret_arn" {
  description = "Secret with ENTDB_ADMIN_TOKEN. Made outside, so that Terraform's state holds no secret."
  type        = string
}

variable "kafka_scram_secret_arn" {
  description = "Secret AmazonMSK_* with {\"username\":…,\"password\":…}, encrypted with a key of your own, as MSK wants it."
  type        = string
}

variable "kafka_jaas_secret_arn" {
  description = "Secret with the same as JAAS line: org.apache.kafka.common.security.scram.ScramLoginModule required username=\"…\" password=\"…\";"
  type        = string
}

variable "kafka_version" {
  description = "Of MSK. Configurations are named after it, because one that is in use cannot be changed."
  type        = string
  default     = "3.9.x"
}

variable "kafka_brokers" {
  description = "Brokers, a multiple of the three zones."
  type        = number
  default     = 3
  validation {
    condition     = var.kafka_brokers >= 3 && var.kafka_brokers % 3 == 0
    error_message = "A multiple of three: as many brokers in each zone."
  }
}

variable "kafka_instance_type" {
  type        = string
  description = "Size of a broker."
  default     = "kafka.m7g.large"
}

variable "kafka_volume_gib" {
  description = "Disk of each broker: retention × write rate × 3 replicas ÷ brokers, and half as much again."
  type        = number
  default     = 500
}

variable "partitions" {
  description = "Partitions of the log when it is made: as many appliers can share the work. Can be raised later, never lowered."
  type        = number
  default     = 16
}

variable "archive_retention_days" {
  description = "How far back restores reach; the snapshot-service deletes what is older."
  type        = number
  default     = 90
}

variable "object_lock_days" {
  description = "Days in which nobody can delete backups, retention included; 0 = none. Needs a new bucket to be turned on or off."
  type        = number
  default     = 0
}

variable "alarm_topic_arns" {
  description = "SNS topics that alarms go to."
  type        = list(string)
  default     = []
}

variable "log_retention_days" {
  description = "How long logs are kept."
  type        = number
  default     = 30
}
