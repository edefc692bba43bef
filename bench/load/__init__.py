"""The load of many machines on one server: trainers that send what they log, and people who look at it."""
