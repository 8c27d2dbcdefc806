package org.convoy.nn.kernel.onednn.plan;

import java.util.ArrayList;
import java.util.List;
import org.convoy.nn.kernel.Precision;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.OperationNode;

/**
 * The choice of activation formats. Blocked is fastest where all channel counts fill their blocks;
 * else NHWC, which pads nothing. It depends on the network and the instruction set only.
 */
public final class Formats {
  private final Format preferred;

  private Formats(Format preferred) {
    this.preferred = preferred;
  }

  public static Formats of(List<OperationNode> nodes) {
    int block = Engine.blockSize();
    for (OperationNode node : nodes) {
      boolean grouped =
          node.operation() instanceof Operation.Convolution convolution
              && convolution.geometry().groups() > 1;
      boolean image = node.outputShape().size() >= 3;
      if (grouped || (image && node.outputShape().get(0) % block != 0)) {
        return new Formats(Format.NHWC);
      }
    }

    return new Formats(block == 16 ? Format.BLOCKED_16 : Format.BLOCKED_8);
  }

  /**
   * As {@link #convolution}, for the forward pass: where one block holds all channels, blocked is
   * NHWC, for which oneDNN has a faster implementation.
   */
  public List<FormatPair> forwardConvolution(long inputChannels, long outputChannels) {
    boolean isPixelByPixel =
        preferred.isPixelByPixel(inputChannels) && preferred.isPixelByPixel(outputChannels);
    List<FormatPair> pairs = new ArrayList<>(convolution(inputChannels));
    if (isPixelByPixel) {
      pairs.add(0, new FormatPair(Format.NHWC, Format.NHWC));
    }

    return pairs;
  }

  /** Formats of a convolution's input and output, to be tried in order. */
  public List<FormatPair> convolution(long inputChannels) {
    List<FormatPair> pairs = new ArrayList<>();
    if (preferred != Format.NHWC) {
      boolean whole = inputChannels % Engine.blockSize() == 0;
      pairs.add(new FormatPair(whole ? preferred : Format.NCHW, preferred));
    }

    pairs.add(new FormatPair(Format.NHWC, Format.NHWC));
    pairs.add(new FormatPair(Format.NCHW, Format.NCHW));
    return pairs;
  }

  /** Formats for operations that keep the channels, to be tried in order. */
  public List<Format> any() {
    List<Format> formats = new ArrayList<>(List.of(preferred));
    if (preferred != Format.NHWC) {
      formats.add(Format.NHWC);
    }

    formats.add(Format.NCHW);
    return formats;
  }

  /** As {@link #any()}, of each of these precisions. */
  public List<Candidate> any(List<Precision> precisions) {
    return precisions.stream()
        .flatMap(precision -> any().stream().map(format -> new Candidate(format, precision)))
        .toList();
  }

  /** A format of numbers of some precision. */
  public record Candidate(Format format, Precision precision) {
    /** With these dimensions. */
    public Layout layout(NativeScope scope, long... dimensions) {
      return format.layout(scope, precision, dimensions);
    }
  }

  /** The formats of an operation's input and output. */
  public record FormatPair(Format input, Format output) {}
}
