package org.convoy.nn.conv;

import static org.convoy.nn.dl4j.ArrayOperations.strided;

import java.util.List;
import org.convoy.nn.op.ConvolutionAxis;
import org.convoy.nn.op.ConvolutionGeometry;
import org.convoy.nn.op.PaddingMode;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Padding on ND4J's operations, axis after axis; see {@link PaddingMode}. */
record Padding(PaddingMode mode, List<ConvolutionAxis> axes) {
  /** The first axis of a batch that is padded: batch and channels come before. */
  private static final int FIRST_AXIS = 2;

  static Padding of(ConvolutionGeometry geometry) {
    return new Padding(geometry.paddingMode(), geometry.axes());
  }

  /** [n, c, axes…] with its padding; the array itself if there is none. */
  INDArray padded(INDArray input) {
    INDArray padded = input;
    for (int i = 0; i < axes.size(); i++) {
      if (isPadded(i)) {
        padded = padded(i, padded);
      }
    }

    return padded;
  }

  /** Adds what comes from padding to where its values came from: the gradient by the input. */
  INDArray backward(INDArray paddedGradient) {
    INDArray gradient = paddedGradient;
    for (int i = axes.size() - 1; i >= 0; i--) {
      if (isPadded(i)) {
        gradient = backward(i, gradient);
      }
    }

    return gradient;
  }

  private boolean isPadded(int axis) {
    return axes.get(axis).padding() + axes.get(axis).paddingAfter() > 0;
  }

  private INDArray padded(int axis, INDArray input) {
    int length = Math.toIntExact(input.size(FIRST_AXIS + axis));
    long[] shape = input.shape().clone();
    shape[FIRST_AXIS + axis] = axes.get(axis).paddedLength(length);
    INDArray padded = Nd4j.zeros(input.dataType(), shape);
    interior(axis, padded, length).assign(input);
    forEachSource(
        axis,
        length,
        (position, source) -> slice(axis, padded, position).assign(slice(axis, input, source)));
    return padded;
  }

  private INDArray backward(int axis, INDArray paddedGradient) {
    ConvolutionAxis padding = axes.get(axis);
    long paddedLength = paddedGradient.size(FIRST_AXIS + axis);
    int length = Math.toIntExact(paddedLength - padding.padding() - padding.paddingAfter());
    INDArray gradient = interior(axis, paddedGradient, length).dup('c');
    forEachSource(
        axis,
        length,
        (position, source) ->
            slice(axis, gradient, source).addi(slice(axis, paddedGradient, position)));
    return gradient;
  }

  private interface Visitor {
    void visit(int paddedPosition, int source);
  }

  /** Visits the positions in the padding that are no zeros. */
  private void forEachSource(int axis, int length, Visitor visitor) {
    int before = axes.get(axis).padding();
    for (int i = 0; i < axes.get(axis).paddedLength(length); i++) {
      boolean isInside = i >= before && i < before + length;
      int source = mode.source(i - before, length);
      if (!isInside && source != PaddingMode.NOWHERE) {
        visitor.visit(i, source);
      }
    }
  }

  private INDArray interior(int axis, INDArray padded, int length) {
    return strided(padded, FIRST_AXIS + axis, axes.get(axis).padding(), 1, length);
  }

  private static INDArray slice(int axis, INDArray array, int position) {
    return strided(array, FIRST_AXIS + axis, position, 1, 1);
  }
}
