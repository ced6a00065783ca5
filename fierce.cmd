@echo off
rem Starts Fierce. In a checkout it builds it first where it has not been built yet; set FIERCE_REBUILD=1 after a change of
rem the sources. In an unpacked distribution all is there, and a JRE is enough.
rem FIERCE_OPTS: more options for the Java machine. FIERCE_BUILD: more options for the build. JAVA_HOME: the Java to use.
setlocal
set "ROOT=%~dp0"
set "DIST=%ROOT%fierce-app\target\dist"
set "JAR=%DIST%\lib\fierce-app.jar"
set "LOG=%ROOT%fierce-app\target\launcher-build.log"
if not exist "%ROOT%pom.xml" (
  set "DIST=%ROOT%made"
  set "JAR=%ROOT%lib\fierce-app.jar"
)

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo fierce: no java found. Install Java 17 or newer, a JDK to build from sources, and put it on the PATH or set JAVA_HOME. 1>&2
  exit /b 1
)

if exist "%JAR%" if not defined FIERCE_REBUILD goto start
where mvn >nul 2>&1
if errorlevel 1 (
  echo fierce: no mvn found. Install Maven, 3.8.6 or newer, and put it on the PATH. 1>&2
  exit /b 1
)
echo fierce: building: some minutes, once; longer where Maven must download ... 1>&2
if not exist "%ROOT%fierce-app\target" mkdir "%ROOT%fierce-app\target"
pushd "%ROOT%"
call mvn -q -B -DskipTests -Djacoco.skip package -pl fierce-app -am %FIERCE_BUILD% >"%LOG%" 2>&1
set "BUILT=%ERRORLEVEL%"
popd
if not "%BUILT%"=="0" (
  type "%LOG%" 1>&2
  echo fierce: the build failed; its output is above and in %LOG% 1>&2
  exit /b 1
)

:start
set "NATIVE=%DIST%\native"
if not exist "%NATIVE%\onnxruntime4j_jni.dll" "%JAVA%" -cp "%JAR%" org.fierce.cli.NativeCode "%NATIVE%" >nul 2>&1
set "CODE="
if exist "%NATIVE%\onnxruntime4j_jni.dll" set CODE="-Donnxruntime.native.path=%NATIVE%"
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=passive"
"%JAVA%" -XX:+UseSerialGC -Xlog:disable --enable-native-access=ALL-UNNAMED ^
  -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -Dorg.slf4j.simpleLogger.defaultLogLevel=warn ^
  -Dorg.slf4j.simpleLogger.showThreadName=false -Dorg.slf4j.simpleLogger.showLogName=false ^
  %CODE% %FIERCE_OPTS% -jar "%JAR%" %*
exit /b %ERRORLEVEL%
