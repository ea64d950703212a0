# SPDX-FileCopyrightText: 2026 The PgVigil authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every target of the project is made by one of these functions.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_AUTOMOC ON)
set(CMAKE_AUTOGEN_ORIGIN_DEPENDS OFF) # moc needs nothing that other targets build

option(PGVIGIL_FUZZ "Build the fuzzers (Clang only)" OFF)
set(PGVIGIL_SANITIZE "" CACHE STRING "Sanitizers for every target, such as address,undefined")

# The one target that carries warnings and Qt's strict switches.
add_library(pgvigil_options INTERFACE)
target_compile_options(pgvigil_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough
    -Wno-missing-field-initializers -Werror
    -fPIC) # after CMake's -fPIE for programs: they share the precompiled headers of the libraries
target_compile_definitions(pgvigil_options INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_NO_CONTEXTLESS_CONNECT QT_NO_FOREACH QT_NO_JAVA_STYLE_ITERATORS
    QT_DISABLE_DEPRECATED_UP_TO=0x060800 PGVIGIL_VERSION="${PROJECT_VERSION}")
if(PGVIGIL_SANITIZE)
    target_compile_options(pgvigil_options INTERFACE -fsanitize=${PGVIGIL_SANITIZE} -fno-omit-frame-pointer
        -fno-sanitize-recover=all)
    target_link_options(pgvigil_options INTERFACE -fsanitize=${PGVIGIL_SANITIZE})
endif()

# pgvigil_add_room(NAME GUI|CORE SOURCES … LINK …): one room of the house as a static library. Files include
# each other as <floor folder>-relative paths: "postgres/connection.h", "widgets/badge.h".
function(pgvigil_add_room name kind)
    cmake_parse_arguments(ROOM "" "" "SOURCES;LINK" ${ARGN})
    add_library(${name} STATIC ${ROOM_SOURCES})
    target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR}/models)
    if(kind STREQUAL GUI)
        target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR}/ui)
    endif()
    target_link_libraries(${name} PUBLIC ${ROOM_LINK} PRIVATE pgvigil_options)
    pgvigil_precompile(${name} ${kind})
endfunction()

function(pgvigil_precompile name kind)
    if(kind STREQUAL GUI)
        target_link_libraries(${name} PUBLIC Qt6::Widgets)
        target_precompile_headers(${name} REUSE_FROM pgvigil_precompiled_gui)
    else()
        target_link_libraries(${name} PUBLIC Qt6::Core)
        target_precompile_headers(${name} REUSE_FROM pgvigil_precompiled_core)
    endif()
endfunction()

# pgvigil_add_test(tst_name GUI|CORE LABELS … LINK … [SOURCES …] [TIMEOUT s]): a Qt Test program from tst_name.cpp.
function(pgvigil_add_test name kind)
    cmake_parse_arguments(TEST "" "TIMEOUT" "LABELS;LINK;SOURCES" ${ARGN})
    add_executable(${name} ${name}.cpp ${TEST_SOURCES})
    target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    target_link_libraries(${name} PRIVATE pgvigil_options ${TEST_LINK} Qt6::Test)
    target_compile_definitions(${name} PRIVATE PGVIGIL_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data")
    pgvigil_precompile(${name} ${kind})
    if(NOT TEST_TIMEOUT)
        set(TEST_TIMEOUT 120)
    endif()
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES LABELS "${TEST_LABELS}" TIMEOUT ${TEST_TIMEOUT}
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QT_LOGGING_RULES=default.debug=false")
endfunction()
