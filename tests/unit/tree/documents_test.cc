// What the documents say is held to what the programs do.

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <functional>
#include <regex>
#include <set>

#include "tests/support/golden.h"

namespace dgctl::tests::documents_test {
namespace {

const std::filesystem::path& root() {
  static const std::filesystem::path kRoot(DGCTL_SOURCE_DIR);
  return kRoot;
}

constexpr std::array kFolders{"engine", "providers", "cmd", "tests", "examples", "schemas", "docs"};

/// The README and all files of these endings below the folders that hold sources. Others, as the
/// one that builds go to, may change or be unreadable while this reads.
std::vector<std::filesystem::path> files(const std::set<std::string>& endings) {
  std::vector<std::filesystem::path> all{root() / "README.md"};
  for (const char* folder : kFolders) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root() / folder)) {
      if (endings.contains(entry.path().extension())) all.push_back(entry.path());
    }
  }
  return all;
}

std::vector<std::filesystem::path> documents() { return files({".md"}); }

TEST_CASE("the README shows a plan as dgctl prints it", "[tree]") {
  const std::string readme = file_text(root() / "README.md");
  const std::string output = file_text(root() / "tests/behaviour/cases/readme/output");
  CHECK(readme.find("<!-- the output of tests/behaviour/cases/readme -->\n```\n" + output +
                    "```\n") != std::string::npos);
}

TEST_CASE("the samples of documents are parts of the files that they name", "[tree]") {
  static const std::string kMark = "<!-- part of ";
  static const std::regex kBegin(R"re(<!-- part of ([\w./-]+) -->\n```\w*\n)re");
  std::size_t samples = 0;
  for (const auto& document : documents()) {
    const std::string text = file_text(document);
    for (std::size_t at = text.find(kMark); at != std::string::npos;
         at = text.find(kMark, at + 1)) {
      std::smatch begin;
      const auto from = text.begin() + static_cast<std::ptrdiff_t>(at);
      INFO(document.string() << " shows a part of a file at character " << at);
      REQUIRE(std::regex_search(
          from, text.end(), begin, kBegin, std::regex_constants::match_continuous));
      const std::string file = begin[1];
      INFO("the file is " << file);
      const std::size_t body = at + static_cast<std::size_t>(begin.length());
      const std::size_t end = text.find("\n```\n", body);
      REQUIRE(end != std::string::npos);
      CHECK(file_text(root() / file).find(text.substr(body, end + 1 - body)) != std::string::npos);
      ++samples;
    }
  }
  CHECK(samples >= 16);
}

TEST_CASE("what documents show of an output a case has printed", "[tree]") {
  static const std::regex kSample(
      R"re(<!-- the output of (tests/behaviour/cases/[\w-]+) -->\n```\w*\n)re");
  for (const auto& document : documents()) {
    const std::string text = file_text(document);
    for (std::sregex_iterator it(text.begin(), text.end(), kSample); it != std::sregex_iterator();
         ++it) {
      const std::string folder = (*it)[1];
      INFO(document.string() << " shows " << folder);
      const auto begin = static_cast<std::size_t>(it->position() + it->length());
      const std::string sample = text.substr(begin, text.find("```\n", begin) - begin);
      CHECK(sample.size() > 1);
      CHECK(file_text(root() / folder / "output").find(sample) != std::string::npos);
    }
  }
}

TEST_CASE("every document begins with its heading", "[tree]") {
  for (const auto& document : documents()) {
    INFO(document.string());
    CHECK(file_text(document).starts_with("# "));
  }
}

TEST_CASE("sources name no document that is not there", "[tree]") {
  static const std::regex kName(R"re([\w-]+\.md\b)re");
  std::set<std::string> names;
  for (const auto& document : documents()) names.insert(document.filename());
  for (const auto& source : files({".h", ".cc"})) {
    const std::string text = file_text(source);
    for (std::sregex_iterator it(text.begin(), text.end(), kName); it != std::sregex_iterator();
         ++it) {
      INFO(source.string() << " names " << it->str());
      CHECK(names.contains(it->str()));
    }
  }
}

TEST_CASE("every link of a document leads somewhere", "[tree]") {
  static const std::regex kLink(R"re(\]\(([^)#]+)\))re");
  for (const auto& document : documents()) {
    const std::string text = file_text(document);
    for (std::sregex_iterator it(text.begin(), text.end(), kLink); it != std::sregex_iterator();
         ++it) {
      const std::string target = (*it)[1];
      INFO(document.string() << " links to " << target);
      CHECK((target.starts_with("https://") ||
             std::filesystem::exists(document.parent_path() / target)));
    }
  }
}

/// How a heading is linked to, on the pages that show Markdown: lower case, blanks as dashes,
/// without punctuation.
std::string anchor_of(const std::string& heading) {
  std::string anchor;
  for (const char c : heading) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '_' || c == '-') {
      anchor += static_cast<char>(std::tolower(byte));
    } else if (c == ' ') {
      anchor += '-';
    }
  }
  return anchor;
}

/// The anchors of the headings of a document, in its order.
std::vector<std::string> anchors_in(const std::string& text) {
  std::vector<std::string> anchors;
  std::istringstream lines(text);
  bool is_code = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) is_code = !is_code;
    const std::size_t level = line.find_first_not_of('#');
    const bool is_heading =
        !is_code && level != std::string::npos && level > 0 && line[level] == ' ';
    if (is_heading) anchors.push_back(anchor_of(line.substr(level + 1)));
  }
  return anchors;
}

TEST_CASE("every link to a heading leads to the only one of that name", "[tree]") {
  static const std::regex kLink(R"re(\]\(([^)#]*)#([^)]+)\))re");
  for (const auto& document : documents()) {
    const std::string text = file_text(document);
    for (std::sregex_iterator it(text.begin(), text.end(), kLink); it != std::sregex_iterator();
         ++it) {
      const std::string target = (*it)[1], anchor = (*it)[2];
      if (target.starts_with("https://")) continue;
      INFO(document.string() << " links to " << target << "#" << anchor);
      const auto anchors =
          anchors_in(target.empty() ? text : file_text(document.parent_path() / target));
      CHECK(std::count(anchors.begin(), anchors.end(), anchor) == 1);
    }
  }
}

TEST_CASE("every folder says why it exists", "[tree]") {
  for (const char* top : {"engine", "providers", "cmd"}) {
    for (const auto& entry : std::filesystem::directory_iterator(root() / top)) {
      if (!entry.is_directory()) continue;
      INFO(entry.path().string());
      CHECK(std::filesystem::exists(entry.path() / "README.md"));
    }
  }
  for (const char* folder : kFolders) {
    INFO(folder);
    CHECK(std::filesystem::exists(root() / folder / "README.md"));
  }
}

std::vector<std::filesystem::path> source_folders() {
  std::vector<std::filesystem::path> folders;
  for (const char* top : {"engine", "providers", "cmd"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root() / top)) {
      if (entry.is_directory()) folders.push_back(entry.path());
    }
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

/// The sources of a folder: a header and its source are one.
std::set<std::string> stems_in(const std::filesystem::path& folder) {
  std::set<std::string> stems;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const auto ending = entry.path().extension();
    if (ending == ".h" || ending == ".cc") stems.insert(entry.path().stem().string());
  }
  return stems;
}

/// What a document names in backticks.
struct Named {
  std::set<std::string> words;
  std::vector<std::string> families;  ///< "language_", of `language_*.cc`

  [[nodiscard]] bool has(const std::string& stem) const {
    return words.contains(stem) ||
           std::any_of(families.begin(), families.end(), [&](const std::string& family) {
             return stem.starts_with(family);
           });
  }
};

/// What a pattern finds in what a document has in backticks.
void each_in_code(const std::string& document,
                  const std::regex& pattern,
                  const std::function<void(const std::smatch&)>& take) {
  static const std::regex kCode(R"re(`([^`]+)`)re");
  const std::sregex_iterator end;
  for (std::sregex_iterator code(document.begin(), document.end(), kCode); code != end; ++code) {
    const std::string text = (*code)[1];
    for (std::sregex_iterator found(text.begin(), text.end(), pattern); found != end; ++found) {
      take(*found);
    }
  }
}

Named named_in(const std::string& document) {
  static const std::regex kWord(R"re((\w+_)\*|\w+)re");
  Named named;
  each_in_code(document, kWord, [&](const std::smatch& word) {
    if (word[1].matched) {
      named.families.push_back(word[1]);
    } else {
      named.words.insert(word.str());
    }
  });
  return named;
}

/// The files that a document in backticks says are beside it: with their endings, and without a
/// folder or a pattern.
std::set<std::string> files_named_in(const std::string& document) {
  static const std::regex kFile(R"re([\w./*-]*\w\.(?:h|cc)\b)re");
  std::set<std::string> files;
  each_in_code(document, kFile, [&](const std::smatch& file) {
    const std::string name = file.str();
    const bool is_name = name.find_first_of("/*") == std::string::npos && name.front() != '_';
    if (is_name) files.insert(name);
  });
  return files;
}

TEST_CASE("the files that the README of a folder names are there", "[tree]") {
  std::size_t seen = 0;
  for (const auto& folder : source_folders()) {
    for (const std::string& file : files_named_in(file_text(folder / "README.md"))) {
      INFO(folder.string() << " has no " << file);
      CHECK(std::filesystem::exists(folder / file));
      ++seen;
    }
  }
  CHECK(seen > 300);
}

TEST_CASE("the README of a folder names all of its files", "[tree]") {
  std::string missing;
  std::size_t seen = 0;
  for (const auto& folder : source_folders()) {
    const Named named = named_in(file_text(folder / "README.md"));
    for (const std::string& stem : stems_in(folder)) {
      ++seen;
      if (named.has(stem)) continue;
      missing += "\n  " + (folder / stem).lexically_relative(root()).string();
    }
  }
  INFO("files that the README of their folder does not name in backticks:" << missing);
  CHECK(missing.empty());
  CHECK(seen > 400);
}

TEST_CASE("every example is a behaviour case", "[tree]") {
  for (const auto& entry : std::filesystem::directory_iterator(root() / "examples")) {
    if (!entry.is_directory()) continue;
    const std::string name = entry.path().filename().string();
    INFO(name);
    CHECK(
        std::filesystem::exists(root() / "tests/behaviour/cases" / ("example-" + name) / "output"));
  }
}

}  // namespace
}  // namespace dgctl::tests::documents_test
