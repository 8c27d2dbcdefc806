package org.convoy.data.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestShared {
  @Test
  void travelsCompressed() throws IOException, ClassNotFoundException {
    List<String> names =
        IntStream.range(0, 10_000)
            .mapToObj("train/n01440764/n01440764_%05d.JPEG"::formatted)
            .toList();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
      output.writeObject(new Shared<>(new ArrayList<>(names)));
    }

    assertThat(bytes.size()).isLessThan(100_000);

    try (ObjectInputStream input =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(input.readObject()).isEqualTo(new Shared<>(new ArrayList<>(names)));
    }
  }
}
