"""BERT in ONNX Runtime, on a model folder's weights as they are on disk."""
