package org.convoy.nn.conv;

import static org.convoy.nn.dl4j.ArrayOperations.execute;
import static org.convoy.nn.dl4j.ArrayOperations.strided;

import java.util.Arrays;
import java.util.Objects;
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

  static void forward(Convolution2d geometry, ConvolutionArrays operands, INDArray output) {
    if (geometry.hasSpecialPadding()) {
      INDArray padded = Padding.of(geometry).padded(operands.input());
      forward(geometry.withoutPadding(), operands.withInput(padded), output);
    } else if (geometry.dilation().area() > 1) {
      INDArray dense = dilated(geometry, operands.weight());
      forward(withoutDilation(geometry), operands.withWeight(dense), output);
    } else if (geometry.groups() > 1) {
      for (int group = 0; group < geometry.groups(); group++) {
        INDArray part = channels(output, geometry, group);
        INDArray groupOutput = part.dup('c');
        forward(ungrouped(geometry), group(operands, geometry, group), groupOutput);
        part.assign(groupOutput);
      }
    } else {
      execute(
          convolution("conv2d", geometry)
              .addInputs(present(operands.input(), operands.weight(), operands.bias()))
              .addOutputs(output));
    }
  }

  static void backward(
      Convolution2d geometry,
      ConvolutionArrays operands,
      INDArray outputGradient,
      ConvolutionArrays gradients) {
    INDArray inputGradient = gradients.input();
    if (geometry.hasSpecialPadding()) {
      Padding padding = Padding.of(geometry);
      INDArray padded = padding.padded(operands.input());
      INDArray paddedGradient = inputGradient == null ? null : padded.ulike();
      backward(
          geometry.withoutPadding(),
          operands.withInput(padded),
          outputGradient,
          gradients.withInput(paddedGradient));
      if (inputGradient != null) {
        inputGradient.assign(padding.backward(paddedGradient));
      }
    } else if (geometry.dilation().area() > 1) {
      INDArray dense = dilated(geometry, operands.weight());
      INDArray denseGradient = dense.ulike();
      backward(
          withoutDilation(geometry),
          operands.withWeight(dense),
          outputGradient,
          gradients.withWeight(denseGradient));
      gradients.weight().assign(taps(geometry, denseGradient));
    } else if (geometry.groups() > 1) {
      for (int group = 0; group < geometry.groups(); group++) {
        groupBackward(geometry, group, operands, outputGradient, gradients);
      }
    } else {
      // The operation always computes the gradient by the input.
      INDArray wanted = inputGradient == null ? operands.input().ulike() : inputGradient;
      INDArray bias = gradients.bias();
      execute(
          convolution("conv2d_bp", geometry)
              .addInputs(present(operands.input(), operands.weight(), bias, outputGradient))
              .addOutputs(present(wanted, gradients.weight(), bias)));
    }
  }

  private static void groupBackward(
      Convolution2d geometry,
      int group,
      ConvolutionArrays operands,
      INDArray outputGradient,
      ConvolutionArrays gradients) {
    ConvolutionArrays part = group(operands, geometry, group);
    INDArray partGradient = part.input().ulike();
    backward(
        ungrouped(geometry),
        part,
        channels(outputGradient, geometry, group).dup('c'),
        new ConvolutionArrays(
            partGradient,
            rows(gradients.weight(), geometry, group),
            rows(gradients.bias(), geometry, group)));
    if (gradients.input() != null) {
      channels(gradients.input(), geometry, group).assign(partGradient);
    }
  }

  private static ConvolutionArrays group(
      ConvolutionArrays operands, Convolution2d geometry, int group) {
    return new ConvolutionArrays(
        channels(operands.input(), geometry, group).dup('c'),
        rows(operands.weight(), geometry, group),
        rows(operands.bias(), geometry, group));
  }

  private static INDArray[] present(INDArray... arrays) {
    return Arrays.stream(arrays).filter(Objects::nonNull).toArray(INDArray[]::new);
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
    if (array == null) {
      return null;
    }

    long size = array.size(0) / geometry.groups();
    return array.get(NDArrayIndex.interval(group * size, (group + 1) * size));
  }
}
