import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/// Brings classes compiled for Java 5 or older in the jars of a folder to the class-file form of Java 6.
///
/// The JVM checks the older form with its old verifier, and the start-up cache leaves every such class out. picocli is
/// compiled for Java 5 and is most of what a short command loads, so that without this the cache saves a fifth of a
/// start, with it about half. Nothing but the stack maps and the version changes. A class whose new form the verifier
/// does not accept, and a signed jar, stay as they are.
final class Renew {
    /// The class-file version of Java 6: the first that the cache takes, the last for which the JVM falls back to the
    /// old verifier where a stack map does not convince it.
    private static final int JAVA_6 = ClassFile.JAVA_6_VERSION;

    public static void main(String[] folders) throws IOException {
        for (String folder : folders) {
            try (var jars = Files.newDirectoryStream(Path.of(folder), "*.jar")) {
                for (Path jar : jars) {
                    renew(jar);
                }
            }
        }
    }

    private static void renew(Path path) throws IOException {
        if (!isOld(path)) {
            return;
        }
        Path renewed = path.resolveSibling(path.getFileName() + ".renewed");
        try (var jar = new JarFile(path.toFile());
                var loader =
                        new URLClassLoader(
                                new URL[] {path.toUri().toURL()},
                                ClassLoader.getPlatformClassLoader());
                var out = new JarOutputStream(Files.newOutputStream(renewed))) {
            var hierarchy = ClassHierarchyResolver.ofResourceParsing(loader).cached();
            var form =
                    ClassFile.of(
                            ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                            ClassFile.ClassHierarchyResolverOption.of(hierarchy));
            for (JarEntry entry : Collections.list(jar.entries())) {
                byte[] bytes = jar.getInputStream(entry).readAllBytes();
                var copy = new JarEntry(entry.getName());
                // The archive stays the same from build to build: the cache is bound to its size and time.
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                out.write(isOld(entry, bytes) ? renewed(form, bytes) : bytes);
                out.closeEntry();
            }
        }
        var time = Files.getLastModifiedTime(path);
        Files.move(renewed, path, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(path, time);
    }

    private static boolean isOld(Path path) throws IOException {
        try (var jar = new JarFile(path.toFile())) {
            var entries = Collections.list(jar.entries());
            if (entries.stream().anyMatch(entry -> entry.getName().endsWith(".SF"))) {
                return false;
            }
            return entries.stream().anyMatch(entry -> isOld(jar, entry));
        }
    }

    private static boolean isOld(JarFile jar, JarEntry entry) {
        try (var in = jar.getInputStream(entry)) {
            return isOld(entry, in.readNBytes(8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Bytes 6 and 7 of a class file hold its major version.
    private static boolean isOld(JarEntry entry, byte[] bytes) {
        return entry.getName().endsWith(".class")
                && bytes.length >= 8
                && ((bytes[6] & 0xff) << 8 | bytes[7] & 0xff) < JAVA_6;
    }

    private static byte[] renewed(ClassFile form, byte[] bytes) {
        ClassTransform stackMaps = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL);
        ClassTransform version =
                (builder, element) -> {
                    if (element instanceof ClassFileVersion) {
                        builder.withVersion(JAVA_6, 0);
                    } else {
                        builder.with(element);
                    }
                };
        try {
            byte[] renewed = form.transformClass(form.parse(bytes), stackMaps.andThen(version));
            return form.verify(renewed).isEmpty() ? renewed : bytes;
        } catch (IllegalArgumentException e) {
            // Thrown for code that no stack map can describe (subroutines): the old verifier goes on checking it.
            return bytes;
        }
    }
}
