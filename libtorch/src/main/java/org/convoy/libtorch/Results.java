package org.convoy.libtorch;

import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;

/**
 * Tensors out of C++ tuples, each with a reference of its own, so that it may outlive the tuple.
 */
final class Results {
  private Results() {}

  static Tensor[] of(T_TensorTensor_T tuple) {
    return new Tensor[] {new Tensor(tuple.get0()), new Tensor(tuple.get1())};
  }

  static Tensor[] of(T_TensorTensorTensor_T tuple) {
    return new Tensor[] {
      new Tensor(tuple.get0()), new Tensor(tuple.get1()), new Tensor(tuple.get2())
    };
  }

  /** Which gradients an operator is to compute: input, weight, bias. */
  static BoolPointer wanted(boolean... wanted) {
    BoolPointer flags = new BoolPointer(wanted.length);
    for (int i = 0; i < wanted.length; i++) {
      flags.put(i, wanted[i]);
    }

    return flags;
  }

  /** Writes the gradients by weight and bias, which are where there are such. */
  static void write(Tensor[] gradients, Parameter weight, Parameter bias) {
    write(gradients[1], weight);
    write(gradients[2], bias);
  }

  private static void write(Tensor gradient, Parameter parameter) {
    if (gradient.defined()) {
      parameter.gradient().copy_(gradient);
    }
  }
}
