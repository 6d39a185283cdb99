package dev.stead.mesh.audit;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.stead.audit.v1.Leaf;
import dev.stead.mesh.observe.BuildVersion;
import dev.stead.mesh.request.RequestFingerprint;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The act of a service that starts with other settings than before: its objects are the version, each key's id, and each setting that is
 * given with the first digits of the hash of its value. So the log shows which of them was changed, and no value.
 */
final class UsedSettings {
    private static final String NAME = "settings.used";
    private static final int DIGITS = 16;

    /** The one secret that may stand in a setting itself, as a parameter of a database's address: not even its hash is kept. */
    private static final Pattern PASSWORD = Pattern.compile("(?i)(password=)[^&]*");

    private UsedSettings() {}

    /** @param given as {@link #digests} returns them */
    static Act act(Map<String, String> given, Map<String, String> keys) {
        BuildVersion build = BuildVersion.current();
        Act act = Act.of(NAME).about("version", build.version() + "-" + build.commit());
        for (var key : new TreeMap<>(keys).entrySet()) {
            act = act.about("key", key.getKey() + ":" + key.getValue());
        }
        for (var setting : new TreeMap<>(given).entrySet()) {
            act = act.about("setting", setting.getKey() + ":" + setting.getValue());
        }
        return act;
    }

    static Map<String, String> digests(Map<String, String> values) {
        var digests = new TreeMap<String, String>();
        values.forEach((key, value) -> digests.put(key, digest(key, value)));
        return digests;
    }

    private static String digest(String key, String value) {
        String shown = PASSWORD.matcher(value).replaceAll("$1");
        return RequestFingerprint.ofFields(key, shown).hex().substring(0, DIGITS);
    }

    /** Whether the newest of these leaves that is such an act says the same. */
    static boolean isLast(Act act, List<byte[]> leaves) {
        for (byte[] bytes : leaves.reversed()) {
            try {
                Leaf leaf = Leaf.parseFrom(bytes);
                if (leaf.getAct().equals(NAME)) {
                    return leaf.getObjectsList().equals(act.objects());
                }
            } catch (InvalidProtocolBufferException notOurs) {
                // The check of the whole log finds it; here it is no such act.
            }
        }
        return false;
    }
}
