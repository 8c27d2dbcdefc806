package org.convoy.ml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.xxhash64;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.ml.attribute.Attribute$;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.convoy.common.Sha256;

/**
 * Images with labels, as columns {@code image: struct<bytes, path>}, {@code label} and {@code
 * validates}, of a data set that may have them in other ways.
 *
 * @param rows with these columns
 * @param classes names of numbered labels as a HOCON list, where the column declares some
 */
record LabelledRows(Dataset<Row> rows, Optional<String> classes) {
  static final String VALIDATES = "validates";

  LabelledRows {
    requireNonNull(rows, "rows is null");
    requireNonNull(classes, "classes is null");
  }

  /**
   * Makes sure that there are images and labels.
   *
   * @throws IllegalArgumentException when a column is not there or of another type
   */
  static void requireColumns(StructType schema, String image, String label) {
    ImageColumn.of(schema, image);
    List<String> names = Arrays.asList(schema.fieldNames());
    if (!names.contains(label)) {
      throw new IllegalArgumentException(
          "there is no column %s of labels; there are %s"
              .formatted(label, String.join(", ", names)));
    }

    DataType type = schema.apply(label).dataType();
    if (!(type instanceof NumericType) && !type.equals(DataTypes.StringType)) {
      throw new IllegalArgumentException(
          "column %s is %s; labels are whole numbers from 0, or names"
              .formatted(label, type.catalogString()));
    }
  }

  static LabelledRows of(
      Dataset<?> images, String image, String label, Optional<String> validationIndicator) {
    StructType schema = images.schema();
    Column indicator =
        validationIndicator
            .map(name -> coalesce(images.col(name).cast("boolean"), lit(false)))
            .orElse(lit(false));
    boolean isNumber = schema.apply(label).dataType() instanceof NumericType;
    requireLabels(images, label, isNumber);
    Column labels = isNumber ? images.col(label).cast("long") : images.col(label);
    Dataset<Row> rows =
        images
            .toDF()
            .select(file(images, image).as("image"), labels.as("label"), indicator.as(VALIDATES));
    return new LabelledRows(rows, isNumber ? names(schema, label) : Optional.empty());
  }

  /** Decoded images become files without loss. */
  private static Column file(Dataset<?> images, String name) {
    Column image = images.col(name);
    return switch (ImageColumn.of(images.schema(), name).kind()) {
      case FILE -> struct(image.as("bytes"), lit("").as("path"));
      case FILE_WITH_PATH ->
          struct(image.getField("bytes").as("bytes"), image.getField("path").as("path"));
      case DECODED ->
          struct(
              udf(new EncodedPixels(), DataTypes.BinaryType).apply(image).as("bytes"),
              coalesce(image.getField("origin"), lit("")).as("path"));
    };
  }

  private static void requireLabels(Dataset<?> images, String name, boolean isNumber) {
    Column label = images.col(name);
    Map<String, Column> faults = new LinkedHashMap<>();
    faults.put("no label", label.isNull());
    if (isNumber) {
      faults.put("a label with a fraction", label.notEqual(floor(label)));
      faults.put("a negative label", label.lt(0));
    }

    faults.forEach(
        (fault, condition) -> {
          long rows = images.filter(condition).count();
          if (rows > 0) {
            throw new IllegalArgumentException(
                "column %s: %d rows have %s; labels are whole numbers from 0, or names"
                    .formatted(name, rows, fault));
          }
        });
  }

  private static Optional<String> names(StructType schema, String label) {
    boolean isNominal =
        Attribute$.MODULE$.fromStructField(schema.apply(label)) instanceof NominalAttribute;
    if (!isNominal) {
      return Optional.empty();
    }

    NominalAttribute attribute =
        (NominalAttribute) Attribute$.MODULE$.fromStructField(schema.apply(label));
    return attribute.values().isDefined()
        ? Optional.of(json(attribute.values().get()))
        : Optional.empty();
  }

  static String json(Object value) {
    try {
      return new ObjectMapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a JSON value: " + value, e);
    }
  }

  /** Of the content of all rows, whatever their order, and of texts; in hex. */
  String hash(String text, List<String> settings) {
    Row content =
        rows.agg(
                count(lit(1)),
                sum(
                    xxhash64(col("image").getField("bytes"), col("label"), col(VALIDATES))
                        .cast("decimal(38,0)")))
            .first();
    List<String> all = new ArrayList<>(settings);
    all.add(text);
    all.add(content.toString());
    return Sha256.hex(String.join("\n", all).getBytes(UTF_8));
  }

  /** Those to train on, or to validate with. */
  Dataset<Row> part(boolean validates) {
    return rows.filter(col(VALIDATES).equalTo(validates)).drop(VALIDATES);
  }

  boolean hasValidation() {
    return !rows.filter(col(VALIDATES)).isEmpty();
  }
}
