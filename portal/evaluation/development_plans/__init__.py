"""Development plans: what somebody wants to become better at, how, until when; agreed by both."""
