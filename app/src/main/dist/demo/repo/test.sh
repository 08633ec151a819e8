#!/bin/sh
# Compiles the shop and its tests into build/ and runs them. Needs a JDK 17 or newer, nothing else.
set -eu
cd -- "$(dirname -- "$0")"
bin=${JAVA_HOME:+$JAVA_HOME/bin/}
rm -rf build
mkdir -p build/classes
find src test -name '*.java' >build/sources
"${bin}javac" -J-XX:+UseSerialGC -J-XX:TieredStopAtLevel=1 -Xlint:all -encoding UTF-8 -d build/classes @build/sources
"${bin}java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp build/classes com.example.shop.ShopTest
