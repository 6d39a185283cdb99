package dev.stead.benchmarks;

import dev.stead.benchmarks.data.MappedEmbeddingFile;
import dev.stead.benchmarks.engine.ProbeRun;
import dev.stead.benchmarks.report.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Serves a driver that interleaves several engines: {@code run SETTING K THREADS OUTFILE NPROBES} until {@code quit}. */
final class InteractiveRunner {
    private final IndexUnderTest index;
    private final int probes;
    private final Machine machine;
    private final PrintWriter out;

    InteractiveRunner(IndexUnderTest index, MappedEmbeddingFile probes, Machine machine, PrintWriter out) {
        this.index = index;
        this.probes = probes.rows();
        this.machine = machine;
        this.out = out;
        index.engine().probes(probes.read(0, probes.rows()));
    }

    /** An invalid line is answered with {@code {"error": ...}}; the next one is read. */
    void serve(BufferedReader commands) throws IOException {
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.strip().split("\\s+", -1);
            if (words[0].equals("quit")) {
                return;
            }
            if (!words[0].isEmpty()) {
                say(answer(words));
            }
        }
    }

    void say(Json answer) {
        out.println(answer);
        out.flush();
    }

    private Json answer(String[] words) throws IOException {
        try {
            if (!words[0].equals("run") || words.length != 6) {
                throw new IllegalArgumentException("not 'run SETTING K THREADS OUTFILE NPROBES' or 'quit'");
            }
            return run(words);
        } catch (IllegalArgumentException e) {
            return new Json().put("error", String.valueOf(e.getMessage()));
        }
    }

    private Json run(String[] words) throws IOException {
        String setting = words[1];
        int asked = number("NPROBES", words[5], 0, probes);
        ProbeRun.Order order = new ProbeRun.Order(
                asked == 0 ? probes : asked, number("K", words[2], 1, 1_000), number("THREADS", words[3], 1, 256), 0);
        index.engine().use(setting);
        double cpuBefore = machine.cpuSeconds();
        ProbeRun run = ProbeRun.of(index.engine(), order, machine.nanoClock());
        double cpu = machine.cpuSeconds() - cpuBefore;
        if (!words[4].equals("-")) {
            write(run.rows(), Path.of(words[4]));
        }
        return new Json()
                .put("setting", setting)
                .put("k", order.k())
                .put("threads", order.threads())
                .put("probes", order.probes())
                .put("qps", run.searchesPerSecond(), 1)
                .put("p50_us", run.micros(50), 1)
                .put("p99_us", run.micros(99), 1)
                .put("cpu_s", cpu, 3)
                .put("wall_s", run.wallNanos() / 1e9, 3)
                .put("rss_mb", machine.residentMegabytes());
    }

    private static int number(String name, String text, int least, int most) {
        if (text.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new IllegalArgumentException(name + " must be " + least + " to " + most + ", not '" + text + "'");
    }

    private static void write(int[] rows, Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4 * rows.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(rows);
        Files.write(file, bytes.array());
    }
}
