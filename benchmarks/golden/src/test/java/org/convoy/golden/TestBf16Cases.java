package org.convoy.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.convoy.golden.layer.LayerChecks;
import org.convoy.golden.reference.Attempt;
import org.convoy.golden.reference.Comparison;
import org.convoy.golden.reference.GoldenCase;
import org.convoy.golden.reference.KernelLacksOperationException;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.Isa;
import org.convoy.nn.kernel.KernelBackend;
import org.convoy.nn.kernel.KernelChoice;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The cases of layers in bf16, beside by how much PyTorch's autocast is off for them, which
 * golden_autocast.py has written. Emulated, as floats have settled on an instruction set here.
 */
class TestBf16Cases {
  private static final String EMULATE = "convoy.test.emulateBf16";

  /**
   * Where one number decides, they differ by chance: half a unit in the last place of the largest.
   */
  private static final double UNIT = 1.0 / 256;

  @BeforeAll
  static void allowEmulation() {
    System.setProperty(EMULATE, "true");
    KernelBackend.resolve(KernelChoice.of(Backend.ONEDNN));
    assumeTrue(
        KernelBackend.instructionSet().compareTo(Isa.AVX512_CORE) >= 0,
        "oneDNN has bf16 from avx512-core on, this machine has "
            + KernelBackend.instructionSet().settingName());
  }

  @AfterAll
  static void forbidEmulation() {
    System.clearProperty(EMULATE);
  }

  @Test
  void areNoFurtherOffThanAutocast() throws Exception {
    Path folder = TestGoldenCases.bundled();
    JsonNode autocast =
        new ObjectMapper().readTree(folder.resolveSibling("autocast-bf16.json").toFile());
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    for (Path file : GoldenRunner.casesBelow(folder)) {
      String name = file.getFileName().toString().replace(GoldenCase.EXTENSION, "");
      for (Map.Entry<String, Double> error : errors(file).entrySet()) {
        JsonNode known = autocast.path(name).path(error.getKey());
        if (known.isNumber()) {
          assertThat(error.getValue())
              .as("%s of %s", error.getKey(), name)
              .isLessThan(known.asDouble() + UNIT);
          ours.add(error.getValue());
          theirs.add(known.asDouble());
        }
      }
    }

    assertThat(ours).hasSizeGreaterThan(200);
    assertThat(mean(ours)).isLessThanOrEqualTo(mean(theirs));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static Map<String, Double> errors(Path file) throws IOException {
    GoldenCase golden = GoldenCase.read(file);
    Comparison comparison = new Comparison(golden);
    try {
      LayerChecks.inBf16(golden).map(Attempt::comparing).ifPresent(run -> run.accept(comparison));
    } catch (KernelLacksOperationException e) {
      return Map.of(); // On ND4J in floats.
    }

    return comparison.errors();
  }
}
