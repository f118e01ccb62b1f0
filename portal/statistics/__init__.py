"""Fair comparison and anomaly tests as pure functions; never imported by a web worker."""
