package org.convoy.example;

import static org.convoy.nn.model.Blocks.adaptiveAvgPool2d;
import static org.convoy.nn.model.Blocks.batchNorm2d;
import static org.convoy.nn.model.Blocks.conv2d;
import static org.convoy.nn.model.Blocks.flatten;
import static org.convoy.nn.model.Blocks.linear;
import static org.convoy.nn.model.Blocks.named;
import static org.convoy.nn.model.Blocks.relu;
import static org.convoy.nn.model.Blocks.residual;

import org.convoy.nn.model.InputShape;
import org.convoy.nn.model.ModelFactory;
import org.convoy.nn.model.Sequential;

/**
 * A network of one's own, for images of any size. Compiled into a jar it is trained by
 *
 * <pre>
 *   spark-submit --jars my-networks.jar convoy.jar train x.conf model.name=org.convoy.example.TinyNet
 * </pre>
 *
 * <p>Parameters are called as PyTorch would call them: {@code stem.weight}, {@code 1.weight}, …
 */
public final class TinyNet implements ModelFactory {
  @Override
  public Sequential create(int numClasses, InputShape input) {
    return Sequential.of(
        named("stem", conv2d(8, 3).padding(1).withoutBias()),
        batchNorm2d(),
        relu(),
        residual(
                Sequential.of(
                    conv2d(16, 3).padding(1).stride(2).withoutBias(),
                    batchNorm2d(),
                    relu(),
                    conv2d(16, 3).padding(1).withoutBias(),
                    batchNorm2d()),
                Sequential.of(conv2d(16, 1).stride(2).withoutBias(), batchNorm2d()))
            .activation(relu()),
        adaptiveAvgPool2d(1),
        flatten(),
        named("head", linear(numClasses)));
  }
}
