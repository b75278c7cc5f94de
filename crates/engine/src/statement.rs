//! From text to a plan: one query, over names that the session shows, with bound parameters.

use std::sync::Arc;

use arrow_schema::{DataType, Field, FieldRef, SchemaRef};
use datafusion::common::config::ConfigOptions;
use datafusion::common::{DataFusionError, ParamValues, Result, TableReference};
use datafusion::execution::context::SQLOptions;
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::planner::{ContextProvider, ExprPlanner};
use datafusion::logical_expr::{
    AggregateUDF, HigherOrderUDF, LogicalPlan, ScalarUDF, TableSource, WindowUDF,
};
use datafusion::sql::parser::{DFParserBuilder, Statement};
use datafusion::sql::planner::{ParserOptions, PlannerContext, SqlToRel};
use datafusion::sql::sqlparser::ast::{DescribeAlias, Statement as SqlStatement};
use datafusion::sql::sqlparser::dialect::DuckDbDialect;

use crate::error::EngineError;
use crate::relation::Param;

/// Finds what a name in a query stands for.
pub(crate) type Lookup<'a> = &'a dyn Fn(&TableReference) -> Result<Arc<dyn TableSource>>;

/// Plans one query. Names are looked up by `lookup` alone, so that what it does not know cannot be
/// read; there are no files, settings or table functions to name.
pub(crate) fn plan(
    state: &SessionState,
    lookup: Lookup<'_>,
    sql: &str,
    params: &[(String, Param)],
    limit: u64,
) -> Result<LogicalPlan, EngineError> {
    let statement = parse(sql, limit)?;
    let fail = |error| unknown_placeholder(error, limit);
    let names = Names { state, lookup };
    let mut context = PlannerContext::new().with_prepare_param_data_types(fields(params));
    let plan = SqlToRel::new_with_options(&names, options())
        .sql_statement_to_plan_with_context(statement, &mut context)
        .map_err(fail)?;
    // The statement was a query; this looks inside it, where `SELECT … INTO` hides.
    SQLOptions::new()
        .with_allow_ddl(false)
        .with_allow_dml(false)
        .with_allow_statements(false)
        .verify_plan(&plan)
        .map_err(|error| EngineError::NotAQuery { what: error.message().into_owned() })?;
    if params.is_empty() {
        return without_placeholders(plan, limit);
    }
    let values: Vec<_> = params.iter().map(|(_, value)| value.scalar()).collect();
    plan.with_param_values(ParamValues::from(values)).map_err(fail)
}

fn options() -> ParserOptions {
    ParserOptions::default().with_collect_spans(true).with_map_string_types_to_utf8view(false)
}

/// The grammar is DuckDB's as far as DataFusion can plan it: unlike the generic one it lets `user`
/// be the name of a column, and many know it.
fn parse(sql: &str, limit: u64) -> Result<SqlStatement, EngineError> {
    let mut statements = DFParserBuilder::new(sql)
        .with_dialect(&DuckDbDialect {})
        .build()
        .and_then(|mut parser| parser.parse_statements())
        .map_err(|error| EngineError::from_datafusion(error, limit))?;
    let refuse = |what: &str| Err(EngineError::NotAQuery { what: what.to_owned() });
    let Some(statement) = statements.pop_front() else {
        return refuse("the text is empty");
    };
    if !statements.is_empty() {
        return refuse("there are several statements");
    }
    let Statement::Statement(statement) = statement else {
        return refuse("it is no SELECT");
    };
    match *statement {
        SqlStatement::Query(_)
        | SqlStatement::ShowTables { .. }
        | SqlStatement::ShowColumns { .. }
        | SqlStatement::ExplainTable {
            describe_alias: DescribeAlias::Describe | DescribeAlias::Desc,
            ..
        } => Ok(*statement),
        _ => refuse("it is no SELECT"),
    }
}

/// The types of the parameters, by name, so that expressions are typed by what will stand there.
fn fields(params: &[(String, Param)]) -> Vec<Option<FieldRef>> {
    params
        .iter()
        .map(|(name, value)| {
            Some(Arc::new(Field::new(name, value.scalar().data_type(), true)) as FieldRef)
        })
        .collect()
}

/// With no parameters at all the planner leaves placeholders open.
fn without_placeholders(plan: LogicalPlan, limit: u64) -> Result<LogicalPlan, EngineError> {
    let names =
        plan.get_parameter_names().map_err(|error| EngineError::from_datafusion(error, limit))?;
    match names.into_iter().min() {
        None => Ok(plan),
        Some(name) => Err(EngineError::NoValue { name: name.trim_start_matches('$').to_owned() }),
    }
}

fn unknown_placeholder(error: DataFusionError, limit: u64) -> EngineError {
    const MESSAGES: [&str; 3] = [
        "Unknown placeholder: $",
        "No value found for placeholder with id $",
        "No value found for placeholder with name $",
    ];
    if let DataFusionError::Plan(message) = error.find_root()
        && let Some(name) = MESSAGES.iter().find_map(|start| message.strip_prefix(start))
    {
        return EngineError::NoValue { name: name.to_owned() };
    }
    EngineError::from_datafusion(error, limit)
}

/// What SQL can name: tables by the lookup, functions by the state.
struct Names<'a> {
    state: &'a SessionState,
    lookup: Lookup<'a>,
}

impl ContextProvider for Names<'_> {
    fn get_table_source(&self, name: TableReference) -> Result<Arc<dyn TableSource>> {
        (self.lookup)(&name)
    }

    fn get_expr_planners(&self) -> &[Arc<dyn ExprPlanner>] {
        self.state.expr_planners()
    }

    fn get_function_meta(&self, name: &str) -> Option<Arc<ScalarUDF>> {
        self.state.scalar_functions().get(name).cloned()
    }

    fn get_higher_order_meta(&self, name: &str) -> Option<Arc<HigherOrderUDF>> {
        self.state.higher_order_functions().get(name).cloned()
    }

    fn get_aggregate_meta(&self, name: &str) -> Option<Arc<AggregateUDF>> {
        self.state.aggregate_functions().get(name).cloned()
    }

    fn get_window_meta(&self, name: &str) -> Option<Arc<WindowUDF>> {
        self.state.window_functions().get(name).cloned()
    }

    fn get_variable_type(&self, _: &[String]) -> Option<DataType> {
        None
    }

    fn create_cte_work_table(&self, _: &str, _: SchemaRef) -> Result<Arc<dyn TableSource>> {
        // It can run for ever, and cannot spill; iterate in an operator instead.
        Err(DataFusionError::NotImplemented("a recursive WITH is not answered".to_owned()))
    }

    fn options(&self) -> &ConfigOptions {
        self.state.config_options()
    }

    fn udf_names(&self) -> Vec<String> {
        sorted(self.state.scalar_functions().keys())
    }

    fn higher_order_function_names(&self) -> Vec<String> {
        sorted(self.state.higher_order_functions().keys())
    }

    fn udaf_names(&self) -> Vec<String> {
        sorted(self.state.aggregate_functions().keys())
    }

    fn udwf_names(&self) -> Vec<String> {
        sorted(self.state.window_functions().keys())
    }
}

/// Error messages choose the nearest name from these, which must not depend on a hash.
fn sorted<'a>(names: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut names: Vec<String> = names.cloned().collect();
    names.sort_unstable();
    names
}
