package org.convoy.check.executor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The GPUs that CUDA shows a process, in CUDA's order, asked of NVIDIA's driver without starting
 * CUDA.
 *
 * @param gpus by device number
 * @param failure why they cannot be told; empty if they can
 */
public record VisibleGpus(List<Gpu> gpus, String failure) {
  private static final String QUERY = "index,uuid,name,compute_cap,memory.total";
  private static final int COLUMNS = 5;
  private static final long MIB = 1 << 20;
  private static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

  public VisibleGpus {
    gpus = List.copyOf(gpus);
  }

  /** Of this process. */
  public static VisibleGpus find() {
    try {
      Process process =
          new ProcessBuilder("nvidia-smi", "--query-gpu=" + QUERY, "--format=csv,noheader,nounits")
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return process.waitFor() == 0
          ? parse(output, System.getenv())
          : new VisibleGpus(List.of(), Text.oneLine("nvidia-smi: " + output));
    } catch (IOException e) {
      return new VisibleGpus(List.of(), "there is no nvidia-smi");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new VisibleGpus(List.of(), "interrupted");
    }
  }

  /** Of what nvidia-smi says of the machine, those that the environment leaves to the process. */
  public static VisibleGpus parse(String output, Map<String, String> environment) {
    try {
      List<String[]> rows = output.lines().map(line -> line.split("\\s*,\\s*")).toList();
      List<Gpu> visible =
          visible(rows, environment.get(VISIBLE)).stream().map(VisibleGpus::gpu).toList();
      return new VisibleGpus(visible, "");
    } catch (IllegalArgumentException e) {
      return new VisibleGpus(List.of(), Text.oneLine("nvidia-smi says " + output));
    }
  }

  /** As CUDA reads its variable: up to the first that does not exist, each by number or UUID. */
  private static List<String[]> visible(List<String[]> rows, String variable) {
    if (variable == null) {
      return rows;
    }

    List<String[]> visible = new ArrayList<>();
    for (String entry : variable.split(",", -1)) {
      String wanted = entry.strip();
      List<String[]> found = rows.stream().filter(row -> isCalled(row, wanted)).toList();
      if (found.size() != 1) {
        break;
      }

      visible.add(found.get(0));
    }

    return visible;
  }

  private static boolean isCalled(String[] row, String wanted) {
    return row[0].equals(wanted) || (wanted.startsWith("GPU-") && row[1].startsWith(wanted));
  }

  private static Gpu gpu(String[] row) {
    if (row.length != COLUMNS) {
      throw new IllegalArgumentException("columns: " + Arrays.toString(row));
    }

    return new Gpu(row[2], Double.parseDouble(row[3]), Long.parseLong(row[4]) * MIB);
  }

  /** The numbers CUDA has for them. */
  public List<Integer> numbers() {
    return IntStream.range(0, gpus.size()).boxed().toList();
  }
}
