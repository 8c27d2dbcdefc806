package org.convoy.data.parquet;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.convoy.data.DataException;

/**
 * The columns that hold images and labels: {@code image: struct<bytes: binary, path: string>} or
 * {@code image: binary}, and a label that is an integer, a name or a truth value. Other names of
 * the columns that published data sets have are known, too, those of WebDataset among them; the
 * path may lack.
 *
 * @param image the image's type as the file declares it, a group reduced to bytes and path
 * @param label the label's type as the file declares it; null where there is none
 */
record ImageColumns(Type image, Type label) {
  static final String BYTES = "bytes";
  static final String PATH = "path";

  private static final List<String> IMAGE_NAMES =
      List.of("image", "img", "jpg", "jpeg", "png", "webp");
  private static final List<String> LABEL_NAMES = List.of("label", "labels", "fine_label", "cls");
  private static final String FIX =
      "Point to Parquet files of labelled images, or make some with: convoy prepare.";

  /** The schema that is written. */
  static final MessageType WRITTEN =
      Types.buildMessage()
          .addField(
              Types.optionalGroup()
                  .optional(BINARY)
                  .named(BYTES)
                  .optional(BINARY)
                  .as(LogicalTypeAnnotation.stringType())
                  .named(PATH)
                  .named(IMAGE_NAMES.get(0)))
          .addField(Types.optional(INT64).named(LABEL_NAMES.get(0)))
          .named("schema");

  /** Finds the columns, or says which columns there are instead; a label need not be there. */
  static ImageColumns find(String file, MessageType schema) {
    Type image = choose(schema, IMAGE_NAMES).orElseThrow(() -> noColumn(file, schema, IMAGE_NAMES));
    Type label = choose(schema, LABEL_NAMES).orElse(null);

    if (label != null && Stream.of(INT32, INT64, BINARY, BOOLEAN).noneMatch(is(label))) {
      throw wrongType(
          file, "a column %s of integers, names or truth values".formatted(label.getName()), label);
    }

    return new ImageColumns(reduce(file, image), label);
  }

  private static Optional<Type> choose(MessageType schema, List<String> names) {
    return names.stream().filter(schema::containsField).findFirst().map(schema::getType);
  }

  /** What is wrong with a file that has no label. */
  static DataException noLabel(String file, MessageType schema) {
    return noColumn(file, schema, LABEL_NAMES);
  }

  /** The same for those who go on without it; empty where there is such a column. */
  static String lackOfLabel(MessageType schema) {
    return choose(schema, LABEL_NAMES).isPresent()
        ? ""
        : ": %s, and labels are looked for in %s"
            .formatted(columnNames(schema), String.join(" or ", LABEL_NAMES));
  }

  private static DataException noColumn(String file, MessageType schema, List<String> names) {
    return new DataException(
        file,
        "a column " + String.join(" or ", names),
        columnNames(schema),
        "Rename the one that is meant to %s, or make Parquet files of labelled images with: convoy prepare."
            .formatted(names.get(0)));
  }

  private static String columnNames(MessageType schema) {
    return schema.getFields().stream()
        .map(Type::getName)
        .collect(Collectors.joining(", ", "the columns ", ""));
  }

  private static Type reduce(String file, Type image) {
    String expected =
        "a column %s: struct<bytes: binary, path: string>, or %<s: binary"
            .formatted(image.getName());

    if (isPrimitive(image, BINARY) && image.getLogicalTypeAnnotation() == null) {
      return image;
    }

    if (image.isPrimitive() || image.isRepetition(Repetition.REPEATED)) {
      throw wrongType(file, expected, image);
    }

    GroupType group = image.asGroupType();
    List<Type> fields = new ArrayList<>();

    for (String name : List.of(BYTES, PATH)) {
      if (group.containsField(name) && isPrimitive(group.getType(name), BINARY)) {
        fields.add(group.getType(name));
      } else if (group.containsField(name) || name.equals(BYTES)) {
        throw wrongType(file, expected, image);
      }
    }

    return group.withNewFields(fields);
  }

  private static boolean isPrimitive(Type type, PrimitiveTypeName name) {
    return type.isPrimitive()
        && !type.isRepetition(Repetition.REPEATED)
        && type.asPrimitiveType().getPrimitiveTypeName() == name;
  }

  private static Predicate<PrimitiveTypeName> is(Type type) {
    return name -> isPrimitive(type, name);
  }

  private static DataException wrongType(String file, String expected, Type found) {
    return new DataException(file, expected, found.toString().replaceAll("\\s+", " "), FIX);
  }

  boolean hasLabel() {
    return label != null;
  }

  /** Whether labels are true or false. */
  boolean hasTruthValues() {
    return hasLabel() && isPrimitive(label, BOOLEAN);
  }

  /** What to read of a row. */
  MessageType projection() {
    return new MessageType("schema", image, label);
  }

  /** What to read of a row when its label is enough. */
  MessageType labelProjection() {
    return new MessageType("schema", label);
  }
}
