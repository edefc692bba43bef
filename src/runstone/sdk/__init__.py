"""The SDK: what a training script calls. Nothing here imports more than the standard library and msgspec until it must."""
