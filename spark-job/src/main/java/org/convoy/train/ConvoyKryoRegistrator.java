package org.convoy.train;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.serializer.KryoRegistrator;
import org.convoy.data.spark.DataKryoRegistrator;
import org.convoy.metric.Calibration;
import org.convoy.metric.Calibration.Bin;
import org.convoy.metric.ConfusionMatrix;
import org.convoy.metric.ConfusionMatrix.Cell;
import org.convoy.metric.Evaluation;
import org.convoy.metric.Mistake;
import org.convoy.predict.ImagePrediction;
import org.convoy.predict.RankedClass;
import org.convoy.state.BadImages;
import org.convoy.state.ModelState;
import org.convoy.state.Tally;
import org.convoy.strategy.RoundResult;
import org.convoy.strategy.WorkerReport;
import org.convoy.strategy.WorkerTime;
import org.convoy.train.round.VectorCodec;
import org.convoy.train.segment.StatePiece;

/** Names the types that travel between driver and executors; no others may. */
public final class ConvoyKryoRegistrator implements KryoRegistrator {
  @Override
  public void registerClasses(Kryo kryo) {
    new DataKryoRegistrator().registerClasses(kryo);
    kryo.register(ModelState.class, new ModelStateSerializer());
    kryo.register(ModelState[].class);
    kryo.register(Tally.class, new TallySerializer());
    kryo.register(Tally[].class);
    kryo.register(Evaluation.class, new EvaluationSerializer());
    kryo.register(Evaluation[].class);
    kryo.register(WorkerReport.class, new WorkerReportSerializer());
    kryo.register(RoundResult.class, new RoundResultSerializer());
    kryo.register(RoundResult[].class);
    kryo.register(StatePiece.class, new StatePieceSerializer());
    kryo.register(ImagePrediction.class, new ImagePredictionSerializer());
    kryo.register(ImagePrediction[].class);
  }

  private static final class ModelStateSerializer extends Serializer<ModelState> {
    @Override
    public void write(Kryo kryo, Output output, ModelState state) {
      VectorCodec.write(output, state.parameters());
      VectorCodec.write(output, state.optimizerState());
    }

    @Override
    public ModelState read(Kryo kryo, Input input, Class<ModelState> type) {
      return new ModelState(VectorCodec.read(input), VectorCodec.read(input));
    }
  }

  private static final class StatePieceSerializer extends Serializer<StatePiece> {
    @Override
    public void write(Kryo kryo, Output output, StatePiece piece) {
      output.writeString(piece.vector());
      output.writeInt(piece.offset());
      VectorCodec.write(output, piece.values());
    }

    @Override
    public StatePiece read(Kryo kryo, Input input, Class<StatePiece> type) {
      return new StatePiece(input.readString(), input.readInt(), VectorCodec.read(input));
    }
  }

  private static final class TallySerializer extends Serializer<Tally> {
    @Override
    public void write(Kryo kryo, Output output, Tally tally) {
      output.writeLong(tally.samples());
      output.writeDouble(tally.lossSum());
      output.writeDouble(tally.lossWeight());
      output.writeLong(tally.correct());
      output.writeLong(tally.bad().count());
      output.writeInt(tally.bad().names().size());
      tally.bad().names().forEach(output::writeString);
    }

    @Override
    public Tally read(Kryo kryo, Input input, Class<Tally> type) {
      return new Tally(
          input.readLong(),
          input.readDouble(),
          input.readDouble(),
          input.readLong(),
          badImages(input));
    }

    private static BadImages badImages(Input input) {
      long count = input.readLong();
      return new BadImages(
          count, Stream.generate(input::readString).limit(input.readInt()).toList());
    }
  }

  private static final class EvaluationSerializer extends Serializer<Evaluation> {
    @Override
    public void write(Kryo kryo, Output output, Evaluation evaluation) {
      kryo.writeObject(output, evaluation.tally());
      output.writeLong(evaluation.correctInFive());
      output.writeInt(evaluation.confusion().counts().size());
      for (Map.Entry<Cell, Long> entry : evaluation.confusion().counts().entrySet()) {
        output.writeInt(entry.getKey().label());
        output.writeInt(entry.getKey().predicted());
        output.writeLong(entry.getValue());
      }

      output.writeInt(evaluation.calibration().bins().size());
      for (Bin bin : evaluation.calibration().bins()) {
        output.writeLong(bin.samples());
        output.writeLong(bin.correct());
        output.writeLong(bin.probability());
      }

      output.writeInt(evaluation.mistakes().size());
      for (Mistake mistake : evaluation.mistakes()) {
        output.writeInt(mistake.id());
        output.writeInt(mistake.label());
        output.writeInt(mistake.predicted());
        output.writeDouble(mistake.probability());
        output.writeDouble(mistake.ownProbability());
      }
    }

    @Override
    public Evaluation read(Kryo kryo, Input input, Class<Evaluation> type) {
      Tally tally = kryo.readObject(input, Tally.class);
      long correctInFive = input.readLong();
      SortedMap<Cell, Long> counts = new TreeMap<>();
      for (int remaining = input.readInt(); remaining > 0; remaining--) {
        counts.put(new Cell(input.readInt(), input.readInt()), input.readLong());
      }

      List<Bin> bins =
          Stream.generate(() -> new Bin(input.readLong(), input.readLong(), input.readLong()))
              .limit(input.readInt())
              .toList();
      return new Evaluation(
          tally,
          correctInFive,
          new ConfusionMatrix(counts),
          new Calibration(bins),
          Stream.generate(() -> mistake(input)).limit(input.readInt()).toList());
    }

    private static Mistake mistake(Input input) {
      return new Mistake(
          input.readInt(),
          input.readInt(),
          input.readInt(),
          input.readDouble(),
          input.readDouble());
    }
  }

  private static final class WorkerReportSerializer extends Serializer<WorkerReport> {
    @Override
    public void write(Kryo kryo, Output output, WorkerReport report) {
      output.writeInt(report.worker());
      kryo.writeObject(output, report.tally());
      output.writeDouble(report.gradientNorm());
      output.writeString(report.time().executor());
      output.writeString(report.time().host());
      output.writeLong(report.time().startNanos());
      output.writeLong(report.time().endNanos());
      output.writeDouble(report.time().dataSeconds());
      output.writeDouble(report.time().trainSeconds());
    }

    @Override
    public WorkerReport read(Kryo kryo, Input input, Class<WorkerReport> type) {
      return new WorkerReport(
          input.readInt(),
          kryo.readObject(input, Tally.class),
          input.readDouble(),
          new WorkerTime(
              input.readString(),
              input.readString(),
              input.readLong(),
              input.readLong(),
              input.readDouble(),
              input.readDouble()));
    }
  }

  private static final class RoundResultSerializer extends Serializer<RoundResult> {
    @Override
    public void write(Kryo kryo, Output output, RoundResult result) {
      kryo.writeObject(output, result.shared());
      output.writeInt(result.reports().size());
      result.reports().forEach(report -> kryo.writeObject(output, report));
      output.writeInt(result.localOptimizerStates().size());
      result.localOptimizerStates().forEach(own -> VectorCodec.write(output, own));
    }

    @Override
    public RoundResult read(Kryo kryo, Input input, Class<RoundResult> type) {
      ModelState shared = kryo.readObject(input, ModelState.class);
      List<WorkerReport> reports =
          Stream.generate(() -> kryo.readObject(input, WorkerReport.class))
              .limit(input.readInt())
              .toList();
      List<float[]> own =
          Stream.generate(() -> VectorCodec.read(input)).limit(input.readInt()).toList();
      return new RoundResult(shared, reports, own);
    }
  }

  private static final class ImagePredictionSerializer extends Serializer<ImagePrediction> {
    @Override
    public void write(Kryo kryo, Output output, ImagePrediction prediction) {
      output.writeString(prediction.image());
      output.writeString(prediction.problem().orElse(null));
      output.writeInt(prediction.top().size());
      for (RankedClass ranked : prediction.top()) {
        output.writeInt(ranked.label());
        output.writeString(ranked.name());
        output.writeDouble(ranked.probability());
      }
    }

    @Override
    public ImagePrediction read(Kryo kryo, Input input, Class<ImagePrediction> type) {
      String image = input.readString();
      Optional<String> problem = Optional.ofNullable(input.readString());
      int classes = input.readInt();
      List<RankedClass> top =
          Stream.generate(
                  () -> new RankedClass(input.readInt(), input.readString(), input.readDouble()))
              .limit(classes)
              .toList();
      return new ImagePrediction(image, top, problem);
    }
  }
}
