@echo off
rem The one command on Windows: finds a JDK 25, builds what is missing, and starts Gregor.
rem No delayed expansion, which would remove each ! from the arguments; so no variable is set and read in one block.
setlocal DisableDelayedExpansion
set "home=%~dp0"
set "home=%home:~0,-1%"
set "jdk="
set "extra="
for %%j in ("%GREGOR_JDK%" "%JAVA_HOME%") do if not defined jdk if exist "%%~j\bin\javac.exe" call :check "%%~j"
for /d %%j in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\jdk-*" "%USERPROFILE%\.jdks\*") do if not defined jdk if exist "%%~j\bin\javac.exe" call :check "%%~j"
if not defined jdk goto nojdk
set "JAVA_HOME=%jdk%"
if "%~1"=="test" if "%~2"=="" goto alltests
if exist "%home%\target\gregor.jar" goto built
echo Building Gregor ... 1>&2
call mvn -q -B -f "%home%\pom.xml" process-classes jar:jar@default-jar || exit /b 1

:built
set "cp=%home%\target\gregor.jar;%home%\target\lib\*"
for %%c in (test exercise notebook author) do if "%~1"=="%%c" goto tests
if "%~1"=="analyse" goto analyse

:start
set "end="
for %%c in (broker minikafka kaf katar wafka) do if "%~1"=="%%c" set "end=-XX:+ExitOnOutOfMemoryError"
"%jdk%\bin\java" %end% %extra% --enable-native-access=ALL-UNNAMED -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 -Dhelidon.serialFilter.missing.action=ignore "-Dgregor.home=%home%" -cp "%cp%" gregor.cli.Gregor %*
exit /b %errorlevel%

:tests
rem What dist has packed has its tests.
if not exist "%home%\target\packed" call mvn -q -B -f "%home%\pom.xml" process-test-classes || exit /b 1
set "cp=%cp%;%home%\target\test-classes;%home%\target\test-lib\*"
goto start

:analyse
echo %* | findstr /c:"spark" >nul && goto spark
echo %* | findstr /c:"duckdb" >nul || goto start
if exist "%home%\target\duckdb" goto duckdb
echo Fetching DuckDB, 80 MB ... 1>&2
call mvn -q -B -f "%home%\pom.xml" -Pduckdb dependency:copy-dependencies -DincludeGroupIds=org.duckdb "-DoutputDirectory=%home%\target\duckdb" || exit /b 1

:duckdb
set "cp=%cp%;%home%\target\duckdb\*"
goto start

:spark
set extra="@%home%\src\build\spark.options"
if exist "%home%\target\spark" goto start
echo Fetching Apache Spark, 280 MB ... 1>&2
call mvn -q -B -f "%home%\src\build\spark.xml" dependency:copy-dependencies || exit /b 1
goto start

:alltests
call mvn -B -f "%home%\pom.xml" verify
exit /b %errorlevel%

:nojdk
echo gregor: there is no JDK 25 here (or later), and Gregor is written for it. Three ways to get one: 1>&2
echo   1. winget install EclipseAdoptium.Temurin.25.JDK 1>&2
echo   2. scoop install temurin25-jdk 1>&2
echo   3. an archive from https://adoptium.net, unpacked anywhere; then set GREGOR_JDK to that folder 1>&2
exit /b 1

:check
for /f "tokens=2 delims==" %%v in ('findstr /b "JAVA_VERSION=" "%~1\release" 2^>nul') do for /f "delims=.-+" %%m in ("%%~v") do if %%m geq 25 set "jdk=%~1"
exit /b 0
