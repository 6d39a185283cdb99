package dev.stead.benchmarks.suites;

import dev.stead.matcher.domain.repeat.CaptureSketch;
import dev.stead.matcher.domain.repeat.RepeatGuard;
import dev.stead.matcher.domain.repeat.Repetition;
import dev.stead.matcher.domain.repeat.SketchKey;
import dev.stead.matcher.limit.RecentCaptures;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to see that a capture was not there before: one of 512 dimensions, of a subject with as many as are remembered. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class RepeatBenchmark {
    private final SplittableRandom random = new SplittableRandom(22);
    private final UUID enrolment = new UUID(random.nextLong(), random.nextLong());
    private final RepeatGuard guard = new RepeatGuard(
            RepeatGuard.Policy.REFUSE,
            new RecentCaptures(RecentCaptures.MOST, System::nanoTime),
            new SketchKey(random),
            InstantSource.system());
    private float[] capture;
    private List<CaptureSketch> frames;

    @Setup
    public void setUp() {
        List<CaptureSketch> earlier = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            earlier.add(guard.sketch(any()));
        }
        guard.remember(enrolment, earlier);
        capture = any();
        frames = List.of(guard.sketch(capture));
    }

    private float[] any() {
        float[] values = new float[512];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @Benchmark
    public CaptureSketch sketch() {
        return guard.sketch(capture);
    }

    @Benchmark
    public Repetition check() {
        return guard.check(enrolment, frames, 0.7);
    }
}
