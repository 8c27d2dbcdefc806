package org.convoy.nn.kernel;

import java.nio.file.Files;
import java.nio.file.Path;
import org.convoy.nn.network.Network;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;

/**
 * Run in a process of its own: makes networks with these backend:isa or backend:isa:precision and
 * tells the result.
 */
public final class KernelProbe {
  private KernelProbe() {}

  public static void main(String[] choices) throws Exception {
    for (String choice : choices) {
      String[] names = choice.split(":", -1);
      Precision precision = names.length > 2 ? Precision.of(names[2]) : Precision.F32;
      System.out.println(
          "answer " + answer(new KernelChoice(Backend.of(names[0]), Isa.of(names[1]), precision)));
    }

    String libraries = Files.readString(Path.of("/proc/self/maps"));
    System.out.println("oneDNN loaded: " + libraries.contains("libdnnl.so"));
    System.out.println("OpenCL loaded: " + libraries.contains("libOpenCL"));
  }

  private static String answer(KernelChoice choice) {
    Architecture architecture = new Architecture("lenet5", 10, 1, 28, 28);
    try (Network network = Network.create(ModelZoo.configuration(architecture), choice)) {
      network.initialize(1);
      network.input(2);
      String answer = KernelBackend.resolve(choice) + " ";
      answer += network.evaluate(new int[] {1, 2}).examples();
      return choice.precision() == Precision.F32
          ? answer
          : "%s on %s".formatted(answer, network.pinnedKernels().isa());
    } catch (IllegalStateException e) {
      return e.getMessage();
    }
  }
}
