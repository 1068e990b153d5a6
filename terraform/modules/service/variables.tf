variable "name" {
  description = "The service, as its module in the repository is called."
  type        = string
}

variable "prefix" {
  description = "Stands before the names of everything."
  type        = string
}

variable "cluster_name" {
  type        = string
  description = "Of the ECS cluster."
}

variable "cluster_arn" {
  type        = string
  description = "Of the ECS cluster."
}

variable "image" {
  type        = string
  description = "With a version."
}

variable "cpu" {
  type        = number
  description = "1024 = one processor."
}

variable "memory" {
  type        = number
  description = "In MiB; the heap takes 60 % of it."
}

variable "disk_gib" {
  type        = number
  description = "Of the task's own disk, a cache; 21 or more."
}

variable "min_count" {
  type        = number
  description = "Fewest tasks."
}

variable "max_count" {
  type        = number
  description = "Most tasks; the same as min_count for a service that is not scaled."
}

variable "management_port" {
  type        = number
  description = "Health and metrics."
}

variable "ports" {
  type        = list(number)
  description = "What clients reach."
}

variable "java_flags" {
  type        = list(string)
  description = "Flags of the JVM besides the image's."
}

variable "environment" {
  type        = map(string)
  description = "Variables."
}

variable "secrets" {
  type        = map(string)
  description = "Variables that come from secrets, by ARN."
}

variable "target_groups" {
  type        = map(object({ arn = string, port = number }))
  description = "Where the load balancer finds the tasks."
}

variable "subnet_ids" {
  type        = list(string)
  description = "Where tasks run."
}

variable "security_group_ids" {
  type        = list(string)
  description = "Who reaches them."
}

variable "bucket_arn" {
  type        = string
  description = "The system's bucket."
}

variable "may_delete" {
  type        = bool
  description = "Whether the service removes objects: appliers their checkpoints, the snapshotter backups."
}

variable "kms_key_arn" {
  type        = string
  description = "Encrypts the bucket."
}

variable "log_retention_days" {
  type        = number
  description = "Of the service's log."
}

variable "region" {
  type        = string
  description = "Of the log group."
}
