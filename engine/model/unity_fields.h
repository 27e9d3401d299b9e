#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "engine/model/descriptor.h"

// Fields that several kinds have, most of them objects of Unity Catalog, and that behave alike in
// all of them. Source: databricks-sdk-go service/catalog/model.go.

namespace dgctl::engine {

Field name_field(const std::string& name,
                 const std::string& description,
                 const std::string& example);
Field comment_field(const std::string& example);
Field owner_field();
Field properties_field(const std::string& example);
Field storage_root_field(const std::string& description, const std::string& example);
Field predictive_optimization_field();
Field retention_field();
/// Text that can only be given when the object is made.
Field create_only_field(const std::string& name,
                        const std::string& description,
                        const std::string& example);
/// Fields that are read and never written.
std::vector<Field> computed_fields(std::initializer_list<const char*> names);

}  // namespace dgctl::engine
