package dev.stead.standalone;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The contract for tools that do not support protobuf's editions yet: our files as if they were written in proto3. On the wire that is the
 * same, because every file has implicit presence.
 */
final class ProtoFileSet {
    private static final String OWN_FOLDER = "stead/";

    private ProtoFileSet() {}

    /** These files and all that they import, in order of dependency. */
    static FileDescriptorSet of(FileDescriptor... files) {
        Map<String, FileDescriptorProto> collected = new LinkedHashMap<>();
        for (FileDescriptor file : files) {
            collect(file, collected);
        }
        return FileDescriptorSet.newBuilder().addAllFile(collected.values()).build();
    }

    private static void collect(FileDescriptor file, Map<String, FileDescriptorProto> collected) {
        if (collected.containsKey(file.getName())) {
            return;
        }
        for (FileDescriptor imported : file.getDependencies()) {
            collect(imported, collected);
        }
        FileDescriptorProto proto = file.toProto();
        collected.put(
                file.getName(),
                file.getName().startsWith(OWN_FOLDER)
                        ? proto.toBuilder()
                                .setSyntax("proto3")
                                .clearEdition()
                                .clearOptions()
                                .build()
                        : proto);
    }
}
