"""What people are told: a factor that changed, a review to do, a task that waits."""
