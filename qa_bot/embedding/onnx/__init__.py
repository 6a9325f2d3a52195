"""BERT in ONNX Runtime, on the weights of a model folder as they lie on disk."""
