package dev.stead.standalone;

import dev.stead.mesh.security.TlsConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Runs the load generator ghz, a separate process, with one profile. */
record Ghz(Path program, Path folder, TlsConfig.Mutual identity, PrintStream out) {
    private static final Pattern STATUS = Pattern.compile("^ *\\[(\\w+)\\] +(\\d+) responses?.*");

    /** Sends all requests of {@code folder/profile.data} at this rate; true if there were responses and all of them were OK. */
    boolean run(String profile, String address, int total, double rate) throws IOException, InterruptedException {
        Path config = folder.resolve(profile + ".json");
        try (InputStream resource = Ghz.class.getResourceAsStream(profile + ".json")) {
            if (resource == null) {
                throw new IllegalStateException("there is no profile " + profile);
            }
            Files.write(config, resource.readAllBytes());
        }
        Process ghz = start(List.of(
                program.toString(),
                "--config=" + config,
                "--protoset=" + folder.resolve("contract.protoset"),
                "--data-file=" + folder.resolve(profile + ".data"),
                "--cacert=" + identity.trust(),
                "--cert=" + identity.certificate(),
                "--key=" + identity.key(),
                "--total=" + total,
                "--rps=" + Math.max(1, Math.round(rate)),
                address));
        try (BufferedReader lines = ghz.inputReader()) {
            boolean allOk = allOk(lines);
            return ghz.waitFor() == 0 && allOk;
        } finally {
            ghz.destroyForcibly();
        }
    }

    private Process start(List<String> command) throws IOException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new IOException(
                    program + " cannot be started: run standalone/fetch-ghz, which builds ghz and prints its path", e);
        }
    }

    private boolean allOk(BufferedReader lines) throws IOException {
        boolean anyResponse = false;
        boolean allOk = true;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            out.println(line);
            var status = STATUS.matcher(line);
            if (status.matches()) {
                boolean ok = status.group(1).equals("OK");
                anyResponse |= ok;
                allOk &= ok;
            }
        }
        return anyResponse && allOk;
    }
}
