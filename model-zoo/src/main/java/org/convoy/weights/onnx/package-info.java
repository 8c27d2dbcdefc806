/**
 * Networks as ONNX models: the graph of standard operators, with the weights, in protobuf's wire
 * format. Weights go from the tensors to the file without a copy.
 */
package org.convoy.weights.onnx;
