package dev.stead.checks;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every type is named by words that a reader knows or can look up: a word of docs/glossary.md, the role that a type plays, or a plain word
 * of one of the lists below. A metaphor is none of these. A new word of the business or of an algorithm gets a row in the glossary; only a
 * word that means here what it means everywhere goes to a list.
 */
class NamesTest {
    /** What a type is for the others, mostly at the end of its name. */
    private static final Set<String> ROLES = words("""
            Access Admission Bench Benchmark Builder Cache Calls Case Check Checker Client Codec Command
            Condition Config Context Converter Coordinator Database Dispatcher Engine Error Evaluator Exception
            Executor Factory File Files Filter Finisher Folder Frames Generator Grpc Index Interceptor Issuer
            Judge Key Kind Lifecycle Limits Line List Loader Main Manager Mapper Material Metrics Model Options
            Parser Policy Pool Process Processor Proto Queries Queue Reader Record Recorder Registry Report
            Repository Request Response Result Role Routes Row Runner Schedule Scheduler Sender Server Service
            Set Setting Settings Signer Source State Stats Status Store Stream Stub Suite Table Task Test
            Tracker Trainer Updates Use Validator View Worker Writer""");

    /** Of computing, as every programmer uses them. */
    private static final Set<String> COMPUTING = words("""
            Address Affine Audit Axis Backoff Backup Bar Bit Block Box Buffer Build Cached Call Callback Caller Chain
            Centroid Channel Checksum Chunk Cli Clock Cluster Code Commit Component Concurrent Connect
            Connection Connector Constant Container Convert Cursor Cutoff Data Deadline Default Development
            Dialect Disk Distribution Dot Double Durability Effect Environment Event Exit Export Face Fail Fake
            Fault Feature Feed Field Figure Fingerprint Fit Format Free Frontier Generated Graph Group Host Huge
            Id Idempotent Idempotency Illegal Image Input Insert Interactive Interval Kernel Landmark Linear
            Link Listen Load Local Lock Log Loss Machine Mailbox Map Mapped Matrix Memory Mesh Message Micro Migration
            Movable Native Network Node Normal Notify Number Operator Ops Oracle Output Pair Page Painter
            Parallel Password Path Peer Pending Percentile Picture Plot Port Prefetch Prepare Principal Private
            Problem Progress Protocol Proxy Put Queue Random Raster Rate Recovery Reference Reliable Replica Reply
            Require Retry Run Sampler Scalar Scan Scenario Schema Scratch Search Segment Setup Shell Signal Signature
            Simulate Simulation Snapshot Soak Socket Space Spectrum Stack Standalone Start Statistic Step
            Storage Stored Subscription Surface Sync Synthetic System Temporary Text Thread Timeout Timer Token Top
            Trace Transition Transport Unary Unit Up Vector Version Web Webhook Window Work""");

    /** Products and standards, by their own names. */
    private static final Set<String> PROPER = words("""
            C Ca Ghz Hnswlib Java Json Jts Jwks Jws Linux Matcher Onnx Panama Postgres Protoset Sqlite Spiffe
            Stead Stripe Tls""");

    /** Of everybody's English, with no second meaning here. */
    private static final Set<String> ENGLISH = words("""
            Absolute Account Accuracy Add Accurate Alone Bank Behaviour Bulk By Camera Change Collect Confirm Consistency Contact
            Consent Cut Daily Day Decline Demo Dense Describe Detail Detector Drain Duration End Exact Expiry
            External Fast Find First Fixed Flat Flip Ground Head Hour In Indexed Journey Kill Last Lat Ledger Limit
            Lng Loop Merchant Money Month Name Near Nearest New Note Of Open Order Out Owner Outcome Owned Parties
            Party Payment People Period Person Phone Place Population Portrait Pose Propose Quality Ready Real Reason Receipt
            Recent Recomputed Recurring Refusal Resolve Rolling Scene Share Shop Signed Site Size Slot Statement
            Stop Target Terms Time Total Trait Truth Under Usage Variation Visit Watch Week Weekly Windowed With
            Year""");

    /** How one word is made from another: writer from write, calibration from calibrate. */
    private static final Map<String, List<String>> ENDINGS = Map.ofEntries(
            entry("al", List.of("e")),
            entry("ation", List.of("", "e")),
            entry("d", List.of("")),
            entry("ed", List.of("")),
            entry("er", List.of("")),
            entry("hood", List.of("")),
            entry("iation", List.of("e")),
            entry("ication", List.of("y")),
            entry("ier", List.of("y")),
            entry("ility", List.of("le")),
            entry("ing", List.of("", "e")),
            entry("ion", List.of("", "e")),
            entry("sion", List.of("t")),
            entry("ler", List.of("")),
            entry("ment", List.of("")),
            entry("or", List.of("", "e")),
            entry("r", List.of("")),
            entry("table", List.of("")),
            entry("ure", List.of("e")));

    private static final Pattern WORD = Pattern.compile("[A-Z][a-z]+|[A-Z]+(?![a-z])|[A-Z]");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([^|]+) \\|.*\\|$");

    @Test
    void everyTypeIsNamedByWordsThatOneCanLookUp() {
        Set<String> known = new HashSet<>();
        Stream.of(ROLES, COMPUTING, PROPER, ENGLISH, glossary())
                .flatMap(Set::stream)
                .flatMap(NamesTest::forms)
                .forEach(known::add);
        List<String> unknown = Repository.java(Repository::isMain).stream()
                .flatMap(source -> source.types().stream())
                .map(type -> type.getSimpleName().toString())
                .flatMap(name -> split(name)
                        .filter(word -> forms(word).noneMatch(known::contains))
                        .map(word -> word + " in " + name))
                .distinct()
                .sorted()
                .toList();
        assertThat(unknown)
                .as("choose the field's word, or add a row to docs/glossary.md")
                .isEmpty();
    }

    /** The first column of the glossary, word by word. */
    private static Set<String> glossary() {
        Path page = Repository.ROOT.resolve("docs/glossary.md");
        Set<String> words = new HashSet<>();
        ROW.matcher(Repository.read(page)).results().forEach(row -> words.addAll(words(row.group(1))));
        assertThat(words).contains("mandate", "settlement");
        return words;
    }

    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        Arrays.stream(text.split("[^A-Za-z0-9]+", -1))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .forEach(words::add);
        return words;
    }

    private static Stream<String> split(String name) {
        return WORD.matcher(name).results().map(word -> word.group().toLowerCase(Locale.ROOT));
    }

    /** The word, without its plural, and what it may be made from. */
    private static Stream<String> forms(String word) {
        String one = word.replaceFirst("ies$", "y")
                .replaceFirst("(ss|x|ch)es$", "$1")
                .replaceFirst("(?<!s)s$", "");
        return Stream.concat(
                Stream.of(word, one),
                ENDINGS.entrySet().stream()
                        .filter(ending -> one.endsWith(ending.getKey()))
                        .flatMap(ending -> ending.getValue().stream()
                                .map(base -> one.substring(
                                                0,
                                                one.length() - ending.getKey().length())
                                        + base)));
    }
}
