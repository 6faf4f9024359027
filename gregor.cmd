@echo off
rem The one command on Windows: finds a JDK 25, builds what is missing, and starts Gregor.
setlocal EnableDelayedExpansion
set "home=%~dp0"
set "home=%home:~0,-1%"
set "jdk="
for %%j in ("%GREGOR_JDK%" "%JAVA_HOME%") do if not defined jdk if exist "%%~j\bin\javac.exe" call :check "%%~j"
for /d %%j in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\jdk-*" "%USERPROFILE%\.jdks\*") do if not defined jdk if exist "%%~j\bin\javac.exe" call :check "%%~j"
if not defined jdk (
    echo gregor: there is no JDK 25 here ^(or later^), and Gregor is written for it. Three ways to get one: 1>&2
    echo   1. winget install EclipseAdoptium.Temurin.25.JDK 1>&2
    echo   2. scoop install temurin25-jdk 1>&2
    echo   3. an archive from https://adoptium.net, unpacked anywhere; then set GREGOR_JDK to that folder 1>&2
    exit /b 1
)
set "JAVA_HOME=%jdk%"
if "%~1"=="test" if "%~2"=="" (
    call mvn -B -f "%home%\pom.xml" verify
    exit /b !errorlevel!
)
if not exist "%home%\target\gregor.jar" (
    echo Building Gregor ... 1>&2
    call mvn -q -B -f "%home%\pom.xml" process-classes jar:jar@default-jar || exit /b 1
)
set "cp=%home%\target\gregor.jar;%home%\target\lib\*"
set "tests="
for %%c in (test exercise notebook) do if "%~1"=="%%c" set "tests=yes"
if defined tests (
    call mvn -q -B -f "%home%\pom.xml" process-test-classes || exit /b 1
    set "cp=!cp!;%home%\target\test-classes;%home%\target\test-lib\*"
)
if "%~1"=="analyse" (
    echo %* | findstr /c:"duckdb" >nul && (
        if not exist "%home%\target\duckdb" (
            echo Fetching DuckDB, 80 MB ... 1>&2
            call mvn -q -B -f "%home%\pom.xml" -Pduckdb dependency:copy-dependencies -DincludeGroupIds=org.duckdb "-DoutputDirectory=%home%\target\duckdb" || exit /b 1
        )
        set "cp=!cp!;%home%\target\duckdb\*"
    )
)
set "end="
for %%c in (broker minikafka kaf katar wafka) do if "%~1"=="%%c" set "end=-XX:+ExitOnOutOfMemoryError"
"%jdk%\bin\java" %end% --enable-native-access=ALL-UNNAMED -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 "-Dgregor.home=%home%" -cp "%cp%" gregor.cli.Gregor %*
exit /b %errorlevel%

:check
for /f "tokens=2 delims==" %%v in ('findstr /b "JAVA_VERSION=" "%~1\release" 2^>nul') do (
    set "version=%%~v"
    for /f "tokens=1 delims=." %%m in ("!version!") do if %%m geq 25 set "jdk=%~1"
)
exit /b 0
