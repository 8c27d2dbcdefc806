package org.convoy.nn.conv;

import static org.convoy.nn.dl4j.ArrayOperations.execute;
import static org.convoy.nn.dl4j.ArrayOperations.strided;

import org.convoy.nn.op.Convolution2d;
import org.convoy.nn.op.Size2d;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Two-dimensional convolution on ND4J's operations. */
final class Nd4jConvolution {
  private static final int EXPLICIT_PADDING = 0;
  private static final int NCHW = 0;
  private static final int WEIGHTS_OIHW = 1;

  private Nd4jConvolution() {}

  static void forward(
      Convolution2d geometry, INDArray input, INDArray weight, INDArray bias, INDArray output) {
    if (geometry.hasSpecialPadding()) {
      INDArray padded = Padding.of(geometry).padded(input);
      forward(geometry.withoutPadding(), padded, weight, bias, output);
      return;
    }

    if (geometry.dilation().area() > 1) {
      INDArray dense = dilated(geometry, weight);
      forward(withoutDilation(geometry), input, dense, bias, output);
      return;
    }

    if (geometry.groups() == 1) {
      DynamicCustomOp.DynamicCustomOpsBuilder operation =
          convolution("conv2d", geometry).addOutputs(output);
      execute(
          bias == null
              ? operation.addInputs(input, weight)
              : operation.addInputs(input, weight, bias));
      return;
    }

    Convolution2d ungrouped = ungrouped(geometry);
    for (int group = 0; group < geometry.groups(); group++) {
      INDArray groupOutput = channels(output, geometry, group).dup('c');
      forward(
          ungrouped,
          channels(input, geometry, group).dup('c'),
          rows(weight, geometry, group),
          bias == null ? null : rows(bias, geometry, group),
          groupOutput);
      channels(output, geometry, group).assign(groupOutput);
    }
  }

  static void backward(
      Convolution2d geometry,
      INDArray input,
      INDArray weight,
      INDArray outputGradient,
      INDArray inputGradient,
      INDArray weightGradient,
      INDArray biasGradient) {
    if (geometry.hasSpecialPadding()) {
      Padding padding = Padding.of(geometry);
      INDArray padded = padding.padded(input);
      INDArray paddedGradient = inputGradient == null ? null : padded.ulike();
      backward(
          geometry.withoutPadding(),
          padded,
          weight,
          outputGradient,
          paddedGradient,
          weightGradient,
          biasGradient);
      if (inputGradient != null) {
        inputGradient.assign(padding.backward(paddedGradient));
      }

      return;
    }

    if (geometry.dilation().area() > 1) {
      INDArray dense = dilated(geometry, weight);
      INDArray denseGradient = dense.ulike();
      backward(
          withoutDilation(geometry),
          input,
          dense,
          outputGradient,
          inputGradient,
          denseGradient,
          biasGradient);
      weightGradient.assign(taps(geometry, denseGradient));
      return;
    }

    if (geometry.groups() > 1) {
      groupedBackward(
          geometry, input, weight, outputGradient, inputGradient, weightGradient, biasGradient);
      return;
    }

    // The operation always computes the gradient by the input.
    INDArray wanted = inputGradient == null ? input.ulike() : inputGradient;
    DynamicCustomOp.DynamicCustomOpsBuilder operation = convolution("conv2d_bp", geometry);
    if (biasGradient == null) {
      execute(
          operation.addInputs(input, weight, outputGradient).addOutputs(wanted, weightGradient));
      return;
    }

    execute(
        operation
            .addInputs(input, weight, biasGradient, outputGradient)
            .addOutputs(wanted, weightGradient, biasGradient));
  }

  private static void groupedBackward(
      Convolution2d geometry,
      INDArray input,
      INDArray weight,
      INDArray outputGradient,
      INDArray inputGradient,
      INDArray weightGradient,
      INDArray biasGradient) {
    Convolution2d ungrouped = ungrouped(geometry);
    for (int group = 0; group < geometry.groups(); group++) {
      INDArray groupInput = channels(input, geometry, group).dup('c');
      INDArray groupInputGradient = groupInput.ulike();
      backward(
          ungrouped,
          groupInput,
          rows(weight, geometry, group),
          channels(outputGradient, geometry, group).dup('c'),
          groupInputGradient,
          rows(weightGradient, geometry, group),
          biasGradient == null ? null : rows(biasGradient, geometry, group));
      if (inputGradient != null) {
        channels(inputGradient, geometry, group).assign(groupInputGradient);
      }
    }
  }

  private static DynamicCustomOp.DynamicCustomOpsBuilder convolution(
      String name, Convolution2d geometry) {
    return DynamicCustomOp.builder(name)
        .addIntegerArguments(
            geometry.kernel().height(),
            geometry.kernel().width(),
            geometry.stride().height(),
            geometry.stride().width(),
            geometry.padding().height(),
            geometry.padding().width(),
            geometry.dilation().height(),
            geometry.dilation().width(),
            EXPLICIT_PADDING,
            NCHW,
            WEIGHTS_OIHW);
  }

  /** The weights with zeros in the gaps: ND4J's own dilated convolution fails. */
  private static INDArray dilated(Convolution2d geometry, INDArray weight) {
    Size2d size = geometry.dilatedKernel();
    INDArray dense =
        Nd4j.zeros(weight.dataType(), weight.size(0), weight.size(1), size.height(), size.width());
    taps(geometry, dense).assign(weight);
    return dense;
  }

  private static INDArray taps(Convolution2d geometry, INDArray dense) {
    Size2d kernel = geometry.kernel();
    INDArray rows = strided(dense, 2, 0, geometry.dilation().height(), kernel.height());
    return strided(rows, 3, 0, geometry.dilation().width(), kernel.width());
  }

  private static Convolution2d withoutDilation(Convolution2d geometry) {
    return new Convolution2d(
        geometry.dilatedKernel(),
        geometry.stride(),
        geometry.padding(),
        new Size2d(1, 1),
        geometry.groups());
  }

  private static Convolution2d ungrouped(Convolution2d geometry) {
    return new Convolution2d(
        geometry.kernel(), geometry.stride(), geometry.padding(), geometry.dilation(), 1);
  }

  private static INDArray channels(INDArray array, Convolution2d geometry, int group) {
    long size = array.size(1) / geometry.groups();
    return array.get(NDArrayIndex.all(), NDArrayIndex.interval(group * size, (group + 1) * size));
  }

  private static INDArray rows(INDArray array, Convolution2d geometry, int group) {
    long size = array.size(0) / geometry.groups();
    return array.get(NDArrayIndex.interval(group * size, (group + 1) * size));
  }
}
